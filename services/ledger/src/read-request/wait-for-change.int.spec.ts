import type { Claims } from '#testing/tested-service.js';
import { Life } from '../../test/life.js';
import { RunningLedger } from '../../test/running-ledger.js';

const resident: Claims = { sub: 'resident-1', role: 'resident' };
const stranger: Claims = { sub: 'resident-2', role: 'resident' };

let ledger: RunningLedger;
let serial = 0;

beforeAll(async () => {
  ledger = await RunningLedger.start();
}, 90_000);
afterAll(() => ledger?.stop(), 60_000);

const life = () => new Life((serial += 1));

/** Writes what was said since the last time, and waits until it is read. */
const record = (...lives: Life[]) => ledger.record(lives.flatMap(({ events }) => events.splice(0)));

/** Reads it as it is known, waiting up to so many seconds for it to be other. */
async function onceChanged(id: string, seconds: number) {
  const { etag } = await ledger.get(`/v1/requests/${id}`, resident);
  const answer = ledger.get(`/v1/requests/${id}`, resident, {
    'if-none-match': etag!,
    prefer: `wait=${seconds}`,
  });
  return { etag, answer };
}

describe('a request that is waited for', () => {
  it('is answered when it has changed, and at once where that was before', async () => {
    const one = life().held();
    await record(one);
    const { etag, answer } = await onceChanged(one.id, 600);
    let answered = false;
    void answer.then(() => (answered = true));
    // A later call of the same caller is answered; the one that waits is not.
    await ledger.get(`/v1/requests/${one.id}`, resident);
    expect(answered).toBe(false);
    await record(one.accepted(1));
    const changed = await answer;
    expect(changed).toMatchObject({ status: 200, body: { state: 'in_work' } });
    expect(changed.headers.get('preference-applied')).toBe('wait=30');
    expect(changed.etag).not.toBe(etag);
    const late = { 'if-none-match': etag!, prefer: 'wait=30' };
    expect(await ledger.get(`/v1/requests/${one.id}`, resident, late)).toMatchObject({
      status: 200,
      etag: changed.etag,
    });
  });

  it('is answered 304 when the time is over', async () => {
    const one = life().held();
    await record(one);
    const { etag, answer } = await onceChanged(one.id, 1);
    expect(await answer).toMatchObject({ status: 304, etag });
  });

  it('is not found at once by whoever may not see it', async () => {
    const one = life().held();
    await record(one);
    const known = { 'if-none-match': '*', prefer: 'wait=30' };
    expect((await ledger.get(`/v1/requests/${one.id}`, stranger, known)).status).toBe(404);
  });

  it('is answered when another replica has read what changed it', async () => {
    const another = await ledger.replica();
    try {
      const still = life().held();
      const all = Array.from({ length: 24 }, () => life().held());
      await record(still, ...all);
      // Ends long before those of the others: they are not answered only because their time is over.
      const { answer: unchanged } = await onceChanged(still.id, 15);
      const waiting = await Promise.all(all.map(({ id }) => onceChanged(id, 30)));
      await record(...all.map((one) => one.accepted(1)));
      const answers = Promise.all(waiting.map(({ answer }) => answer));
      expect(await Promise.race([answers, unchanged])).toEqual(
        all.map(() =>
          expect.objectContaining({ status: 200, body: expect.objectContaining({ state: 'in_work' }) }),
        ),
      );
    } finally {
      await another.stop();
    }
  }, 90_000);

  it('is answered at once when the service ends', async () => {
    const one = life().held();
    await record(one);
    const { etag, answer } = await onceChanged(one.id, 30);
    await ledger.running.stop();
    expect(await answer).toMatchObject({ status: 304, etag });
  });
});
