import { randomUUID } from 'node:crypto';
import type { Input } from '#eventlog/input.js';
import { inTransaction } from '#eventlog/in-transaction.js';
import { Shell } from '#eventlog/shell.js';
import type { OwnDatabase } from '#testing/own-database.js';
import { ownTables } from '#testing/own-tables.js';
import { migrations, schema } from '../persistence/migrations.js';
import { fireByTheBook } from '../../test/fire-by-the-book.js';
import { about, assigned, contextAt, held, submitted, TUESDAY_10 } from '../../test/world.js';
import type { EscalationContext } from '../domain/context.js';
import type { EscalationState } from '../domain/escalation-state.js';
import { rememberWhenSubmitted } from '../domain/remember-when-submitted.js';
import { setDeadlinesWhenAssigned } from '../domain/set-deadlines-when-assigned.js';
import { stopWhenResolved } from '../domain/stop-when-resolved.js';
import { saveDeadlines } from '../persistence/save-deadlines.js';
import { storedState } from '../persistence/stored-state.js';
import { claimDueDeadlines } from './claim-due-deadlines.js';
import { fireClaimedDeadlines, type FiredDeadline } from './fire-claimed-deadlines.js';

const LOG = { service: 'escalation', schema: 'escalation', topic: 'liandong.requests.v1' };
/** After the accept deadline (15:30 in Beijing), before the others. */
const LATE = '2026-11-24T08:00:00.000Z';
let database: OwnDatabase;
let now = TUESDAY_10;
const clock = { now: () => Date.parse(now) };

beforeAll(async () => {
  database = await ownTables({ schema, migrations });
}, 60_000);
afterAll(() => database?.drop());
beforeEach(async () => {
  now = TUESDAY_10;
  await database.pool.query('truncate escalation.request, escalation.deadline, escalation.outbox');
});

const shell = (): Shell<EscalationState, EscalationContext> =>
  new Shell({
    ...LOG,
    pool: database.pool,
    clock,
    poke: () => {},
    loadContext: () => Promise.resolve(contextAt(now)),
    stored: storedState,
    afterSave: saveDeadlines,
  });

type Of = Input<EscalationState, EscalationContext>;

async function hold(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const inputs = ids.flatMap((requestId): Of[] => [
    { requestId, decide: (state) => rememberWhenSubmitted(state, { ...submitted(), requestId }) },
    {
      requestId,
      decide: (state, context) =>
        setDeadlinesWhenAssigned(state, { body: { ...assigned(), requestId }, time: TUESDAY_10 }, context),
    },
  ]);
  for (let i = 0; i < inputs.length; i += 4_000) await shell().handle(inputs.slice(i, i + 4_000));
  return ids;
}

const fire = (limit = 1_000): Promise<FiredDeadline[]> =>
  inTransaction(database.pool, async (client) => {
    const claimed = await claimDueDeadlines(client, clock.now(), { from: '1970-01-01', limit });
    return fireClaimedDeadlines(client, LOG, clock, claimed);
  });

const waitingDue = async (): Promise<number> => {
  const { rows } = await database.pool.query(
    'select count(*)::int from escalation.deadline where due_at <= $1',
    [now],
  );
  return rows[0].count;
};

/** Fires until nothing is due, as a replica does. */
async function fireAll(limit: number): Promise<FiredDeadline[]> {
  const fired: FiredDeadline[] = [];
  while ((await waitingDue()) > 0) fired.push(...(await fire(limit)));
  return fired;
}

const raised = async (): Promise<Map<string, number>> => {
  const { rows } = await database.pool.query(
    `select key, count(*)::int from escalation.outbox where headers->>'ce_type' = 'liandong.EscalationRaised.v1' group by key`,
  );
  return new Map(rows.map((row) => [row.key, row.count]));
};

describe('each deadline fires exactly once, and never early', () => {
  it('nothing before its time, everything at it', async () => {
    await hold(3);
    now = '2026-11-24T07:29:59.999Z';
    expect(await fire()).toEqual([]);
    now = '2026-11-24T07:30:00.000Z';
    expect(await fire()).toHaveLength(3);
    expect(await fire()).toEqual([]);
  });

  it('20,000 due, four at work', async () => {
    const ids = await hold(20_000);
    now = LATE;
    const started = performance.now();
    const fired = (await Promise.all([1, 2, 3, 4].map(() => fireAll(1_000)))).flat();
    const seconds = (performance.now() - started) / 1000;
    expect(fired).toHaveLength(ids.length);
    for (const { dueAt } of fired) expect(dueAt).toBeLessThanOrEqual(Date.parse(now));
    const climbs = await raised();
    expect(climbs.size).toBe(ids.length);
    expect([...climbs.values()].every((count) => count === 1)).toBe(true);
    process.stdout.write(`      ${Math.round(ids.length / seconds)} deadlines/s\n`);
    const { rows } = await database.pool.query(
      `select count(*) filter (where seq <> 2 or (body->>'escalatedNumber')::int <> 1)::int as wrong from escalation.request`,
    );
    expect(rows[0].wrong).toBe(0);
  }, 120_000);

  it('the oldest first: no request’s younger deadline before an older one of another', async () => {
    await hold(30);
    // One day later for each request, and all of them past: the deadlines of one overlap with those of the next.
    await database.pool.query(
      `update escalation.deadline d set due_at = due_at + n * interval '1 day'
       from (select request_id, row_number() over (order by request_id) as n from escalation.request) r
       where r.request_id = d.request_id`,
    );
    now = '2027-03-01T00:00:00.000Z';
    const fired = (await fireAll(7)).map(({ dueAt }) => dueAt);
    expect(new Set(fired).size).toBeGreaterThan(30);
    expect(fired).toEqual(fired.toSorted((a, b) => a - b));
  });

  it('does what the book says, when several fall due together', async () => {
    const [id = ''] = await hold(1);
    now = '2027-01-15T00:00:00.000Z';
    await fireAll(1_000);
    const { rows } = await database.pool.query('select body from escalation.request');
    const before = held();
    const expected = fireByTheBook(before, now);
    expect(rows[0].body).toEqual(
      JSON.parse(JSON.stringify(storedState(expected.state)).replaceAll(before.requestId, id)),
    );
    const out = await database.pool.query(
      'select headers, value from escalation.outbox order by id offset 1',
    );
    expect(out.rows.map((row) => JSON.parse(row.value))).toEqual(
      expected.events.map(({ body }) => ({ ...body, requestId: id })),
    );
    expect(out.rows.map(({ headers }) => headers.ce_sequence)).toEqual(['2', '3']);
    for (const { headers } of out.rows) expect(headers).toMatchObject({ ce_time: now, ce_subject: id });
  });

  it('decides and firings race: whoever is first, both sides agree', async () => {
    const ids = await hold(400);
    now = LATE;
    const resolve = ids.map((requestId): Of => ({
      requestId,
      decide: (state, context) =>
        stopWhenResolved(
          state,
          {
            body: { ...about({ assignmentNumber: 1, level: 'village', sealed: null }), requestId },
            time: now,
          },
          context,
        ),
    }));
    const shells = [shell(), shell()];
    await Promise.all([
      ...Array.from({ length: 20 }, (_, n) => shells[n % 2]!.handle(resolve.slice(n * 20, n * 20 + 20))),
      fireAll(30),
      fireAll(30),
    ]);
    const { rows } = await database.pool.query<{ key: string; events: string[]; sequences: number[] }>(
      `select key, array_agg(split_part(headers->>'ce_type', '.', 2) order by id) as events,
         array_agg((headers->>'ce_sequence')::int order by id) as sequences from escalation.outbox group by key`,
    );
    for (const { events, sequences } of rows) {
      expect(sequences).toEqual(sequences.map((_, i) => i + 1));
      const [climb, solved] = [events.indexOf('EscalationRaised'), events.lastIndexOf('DeadlinesSet')];
      // Raised before it was solved, or not at all.
      expect(climb).toBeLessThan(solved);
      expect(events.filter((name) => name === 'EscalationRaised').length).toBeLessThanOrEqual(1);
    }
    const table = await database.pool.query(
      `select count(*)::int from escalation.deadline where kind <> 'follow_up'`,
    );
    expect(table.rows[0].count).toBe(0);
  }, 60_000);
});
