import { randomUUID } from 'node:crypto';
import type { NoticeToSend } from './channel.js';
import { oneByOne } from './one-by-one.js';

const notice = (requestId: string): NoticeToSend => ({
  ...{ id: randomUUID(), requestId, number: 'n', purpose: 'received', recipient: 'resident', text: '一' },
  to: { name: '李某', phone: '19900010001' },
});

describe('a receiver that hangs and does not hear the signal', () => {
  it('is left, and those that wait behind it were not tried', async () => {
    const stop = new AbortController();
    const called: string[] = [];
    const [one, other] = [randomUUID(), randomUUID()];
    const notices = [notice(one), notice(one), notice(other)];
    const sending = oneByOne(
      notices,
      async ({ id, requestId }) => {
        called.push(id);
        return requestId === other ? { ok: true, reference: null } : new Promise(() => {});
      },
      stop.signal,
    );
    stop.abort();
    expect(await sending).toEqual([
      { ok: false, fault: 'ETIMEDOUT', permanent: false },
      { ok: false, fault: 'no time left', permanent: false, untried: true },
      { ok: true, reference: null },
    ]);
    expect(called).toEqual([notices[0]!.id, notices[2]!.id]);
  });
});
