import { randomUUIDv7 } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Claims } from '#testing/tested-service.js';
import { waitUntil } from '#testing/wait-until.js';
import { idMadeAt } from '../../test/id-made-at.js';
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

/** What is written while `work` lasts is read afterwards only. */
async function whileNothingIsRead(work: (readAgain: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const holder: PoolClient = await ledger.database.pool.connect();
  try {
    await holder.query('begin; lock table ledger.inbox in exclusive mode');
    await work(() => holder.query('rollback'));
  } finally {
    await holder.query('rollback');
    holder.release();
  }
}

const read = (id: string, as = resident) => ledger.get(`/v1/requests/${id}`, as);

/** A request whose events lie on the log. */
async function written(id?: string): Promise<Life> {
  const one = new Life((serial += 1), id).held();
  await ledger.write(one.events);
  return one;
}

const ANY_AGE: [string, () => string][] = [
  ['just now', randomUUIDv7],
  ['an hour ago', () => idMadeAt(Date.now() - 3_600_000)],
];

describe('a request whose events are on the log and not read yet', () => {
  it.each(ANY_AGE)(
    'and that was submitted %s is answered once they are',
    async (_, makeId) => {
      await whileNothingIsRead(async (readAgain) => {
        const one = await written(makeId());
        const answer = read(one.id);
        const hidden = read(one.id, stranger);
        await readAgain();
        expect(await answer).toMatchObject({ status: 200, body: { id: one.id } });
        expect(await hidden).toMatchObject({ status: 404, body: { code: 'request_not_found' } });
      });
    },
    60_000,
  );

  it.each(ANY_AGE)(
    'and that was submitted %s is not said not to exist',
    async (_, makeId) => {
      await whileNothingIsRead(async (readAgain) => {
        const one = await written(makeId());
        const answers = await Promise.all([
          read(one.id),
          read(one.id, stranger),
          ledger.get(`/v1/requests/${one.id}/timeline`, resident),
        ]);
        for (const { status, body, headers } of answers) {
          expect([status, body.code]).toEqual([404, 'not_known_yet']);
          expect(headers.get('retry-after')).toBe('2');
        }
        await readAgain();
        await waitUntil(async () => (await read(one.id)).status === 200, { what: 'the request' });
      });
    },
    60_000,
  );
});

it.each(ANY_AGE)(
  'a request that was never submitted, though its id is of %s, does not exist',
  async (_, makeId) => {
    const { status, body, headers } = await read(makeId());
    expect([status, body.code]).toEqual([404, 'request_not_found']);
    expect(headers.has('retry-after')).toBe(false);
  },
);
