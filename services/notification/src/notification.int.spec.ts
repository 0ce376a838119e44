import { randomUUID } from 'node:crypto';
import type { Outgoing } from '#contracts/catalogue.js';
import { waitUntil } from '#testing/wait-until.js';
import { TestedNotification } from '../test/running-service.js';
import { assigned, deadlinesSet, NUMBER, resolved, submitted } from '../test/world.js';

let service: TestedNotification;
beforeAll(async () => {
  service = await TestedNotification.start();
}, 60_000);
afterAll(() => service?.stop(), 30_000);

const about = <E extends Outgoing>(event: E, requestId: string, body: object = {}): E => ({
  ...event,
  body: { ...event.body, requestId, ...body },
});

function life(requestId: string, number: string = NUMBER): Outgoing[] {
  const contact = { name: '李某', phone: '19900010001' };
  const holder = { officerName: '王某', officerPhone: '19900020002' };
  return [
    about(submitted(), requestId, { number, sealed: service.seal({ text: '路灯不亮', contact }) }),
    about(assigned(), requestId, { sealed: service.seal(holder) }),
    about(deadlinesSet(), requestId),
    about(resolved(), requestId),
  ];
}

const settledPurposes = async (id: string) =>
  (await service.written(id)).filter(({ name }) => name === 'NoticesSettled').map(({ body }) => body.purpose);
const caught = async (number: string) => (await service.get(`/dev/outbox.json?number=${number}`)).body.items;

describe('a request’s notices', () => {
  it('are caught in order, settled by purpose, and nobody’s phone is shown', async () => {
    const [id, number] = [randomUUID(), '310106-261124-00101-3'];
    await service.hear(life(id, number));
    await waitUntil(async () => (await service.notices(id)).every(({ state }) => state === 'sent'));
    const items: { recipient: string; purpose: string; text: string }[] = await caught(number);
    for (const recipient of ['resident', 'handler'])
      expect(items.filter((one) => one.recipient === recipient).map(({ purpose }) => purpose)).toEqual([
        'received',
        'assigned',
        'opinion',
      ]);
    expect(items[0]).toMatchObject({ to: { name: '李某', phone: '199****0001' }, requestId: id, number });
    expect(JSON.stringify(items)).not.toMatch(/1990001000|1990002000/);
    await waitUntil(async () => (await settledPurposes(id)).length === 4);
    expect((await settledPurposes(id)).toSorted()).toEqual(['assigned', 'opinion', 'received', 'received']);
  });

  it('are planned once and sent once, whatever is delivered again', async () => {
    const [id, number] = [randomUUID(), '310106-261124-00102-1'];
    const events = life(id, number);
    const ids = events.map(() => randomUUID());
    await service.hear(events, ids);
    // Caught is not yet settled.
    await waitUntil(async () => (await service.notices(id)).every(({ state }) => state === 'sent'));
    expect(await caught(number)).toHaveLength(6);
    const before = [await service.notices(id), await service.written(id)];
    expect((await service.hear(events, ids)).map(({ kind }) => kind)).toEqual(Array(4).fill('duplicate'));
    // Even under new ids, as if the writer had said it twice.
    await service.hear(events.slice(1));
    await service.deliveries.runDue();
    expect([await service.notices(id), await service.written(id)]).toEqual(before);
    expect(await caught(number)).toHaveLength(6);
  });

  it('sent before a crash and not marked are sent again under the same id, and caught once', async () => {
    const [id, number] = [randomUUID(), '310106-261124-00103-9'];
    await service.hear(life(id, number).slice(0, 1));
    await waitUntil(async () => (await caught(number)).length === 1);
    // As the crash left it: the state and the row still say pending, the provider has it.
    const sealed = {
      to: service.seal({ name: '李某', phone: '19900010001' }),
      text: service.seal({ text: 'x' }),
    };
    const pending = {
      state: 'pending',
      ...sealed,
      purpose: 'received',
      recipient: 'resident',
      assignmentNumber: null,
    };
    const { key } = (await service.notices(id))[0]!;
    await service.database.pool.query(
      `update notification.request set body = jsonb_set(body, array['notices', $2], $3::jsonb) where request_id = $1`,
      [id, key, JSON.stringify(pending)],
    );
    await service.database.pool.query(
      `with again as (update notification.notice set state = 'pending' where request_id = $1 returning id, place, attempts)
       insert into notification.waiting_notice (id, place, attempts) select * from again`,
      [id],
    );
    await waitUntil(async () => (await service.notices(id))[0]?.state === 'sent');
    expect(await caught(number)).toHaveLength(1);
    expect(await service.notices(id)).toMatchObject([{ key, attempts: 2 }]);
  });

  it('stand nowhere in the clear', async () => {
    const id = randomUUID();
    await service.hear(life(id, '310106-261124-00104-8'));
    await waitUntil(async () => (await service.notices(id)).every(({ state }) => state === 'sent'));
    const { rows } = await service.database.pool.query(
      `select (select json_agg(r) from notification.request r)::text || (select json_agg(n) from notification.notice n)::text
        || (select json_agg(c) from notification.caught c)::text || (select json_agg(o) from notification.outbox o)::text as all`,
    );
    expect(rows[0].all).not.toMatch(/19900010001|19900020002|李某|王某|路灯/);
  });
});

describe('what the stepped clock waits for', () => {
  it('is due now while it can be sent now, and not while it waits for another attempt', async () => {
    const progress = async () =>
      (await service.send('GET', '/internal/progress', { 'x-internal-token': 'internal-token-of-the-tests' }))
        .body;
    await waitUntil(async () => (await progress()).dueNow === false);
    const id = randomUUID();
    await service.hear(life(id, '310106-261124-00105-6').slice(0, 1));
    await service.database.pool.query(
      `update notification.waiting_notice set next_attempt_at = clock_timestamp() + interval '1 hour'`,
    );
    await waitUntil(async () => (await progress()).dueNow === false);
  });
});

describe('/dev/outbox', () => {
  it('is a plain page, Chinese first, that runs nothing', async () => {
    const page = await service.get('/dev/outbox');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.text).toContain('发出的通知');
    expect(page.text).not.toContain('<script');
  });

  it('refuses what is no number', async () => {
    expect((await service.get("/dev/outbox.json?number=';--")).status).toBe(400);
    expect((await service.get('/dev/outbox.json?limit=100000')).status).toBe(400);
  });
});

describe('receipts where no secret was agreed', () => {
  it('are not there', async () => {
    const body = { noticeId: randomUUID(), status: 'failed' };
    expect((await service.send('POST', '/v1/notices/receipts', {}, body)).status).toBe(404);
  });
});
