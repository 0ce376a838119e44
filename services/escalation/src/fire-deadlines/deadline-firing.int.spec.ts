import { Clock } from '#chassis/clock.js';
import { DueWork } from '#chassis/due-work.js';
import { Activity } from '#eventlog/activity.js';
import type { OwnDatabase } from '#testing/own-database.js';
import { ownTables } from '#testing/own-tables.js';
import { waitUntil } from '#testing/wait-until.js';
import { migrations, schema } from '../persistence/migrations.js';
import { DeadlineFiring } from './deadline-firing.js';

let database: OwnDatabase;
beforeAll(async () => {
  database = await ownTables({ schema, migrations });
}, 60_000);
afterAll(() => database?.drop());

/** Open requests with one deadline each, `everyMs` apart, the last of them due `agoMs` ago. */
async function due(count: number, everyMs: number, agoMs = 0): Promise<void> {
  await database.pool.query(
    `with held as (
       insert into escalation.request (request_id, seq, body)
       select gen_random_uuid(), 0, '{"status": "open", "escalatedNumber": 0, "holding": {"number": 1},
         "deadlines": [{"kind": "resolve", "ordinal": 1, "assignmentNumber": 1, "state": "running"}]}'
       from generate_series(1, $1::int) returning request_id)
     insert into escalation.deadline
       (request_id, assignment_number, kind, ordinal, due_at, counted_from, provisional, event, body)
     select request_id, 1, 'resolve', 1, now() - (row_number() over () * $2::int + $3::int) * interval '1 ms', now(), false,
       'EscalationRaised', '{}' from held`,
    [count, everyMs, agoMs],
  );
}

/** Somebody has so many requests in hand for as long as the work lasts; the server would end him as standing still after a while. */
async function whileLocked(count: number, work: () => Promise<void>): Promise<void> {
  const busy = await database.pool.connect();
  try {
    await busy.query('begin');
    await busy.query('set local idle_in_transaction_session_timeout = 0');
    await busy.query('select from escalation.request order by request_id limit $1 for update', [count]);
    await work();
    await busy.query('commit');
  } finally {
    busy.release(true);
  }
}

async function left(): Promise<{ waiting: number; events: number; requests: number }> {
  const { rows } = await database.pool.query(
    `select (select count(*)::int from escalation.deadline) as waiting, count(*)::int as events,
       count(distinct key)::int as requests from escalation.outbox`,
  );
  return rows[0];
}

function firing(): DueWork {
  const dueWork = new DueWork(new Clock());
  const config = { kafka: { topicPrefix: '' } };
  const relay = { poke: () => {} };
  new DeadlineFiring(
    ...([
      database.pool,
      new Clock(),
      config,
      dueWork,
      new Activity(),
      relay,
    ] as unknown as ConstructorParameters<typeof DeadlineFiring>),
  ).onModuleInit();
  return dueWork;
}

it.each([
  ['spread over an hour', 150],
  ['all of one moment', 0],
])(
  'works off a backlog %s: each once, by two replicas, and what somebody had in hand as well',
  async (_, everyMs) => {
    await database.pool.query('truncate escalation.request, escalation.deadline, escalation.outbox');
    const count = 23_000;
    await due(count, everyMs);
    const inHand = 50;
    await whileLocked(inHand, async () => {
      const fired = await Promise.all([firing().run(), firing().run()]);
      expect(fired[0]! + fired[1]!).toBe(count - inHand);
    });
    expect(await firing().run()).toBe(inHand);
    expect(await left()).toEqual({ waiting: 0, events: count, requests: count });
    const told = await database.pool.query(
      `select count(*)::int as told from escalation.request
       where seq = 1 and body->>'escalatedNumber' = '1' and body #>> '{deadlines,0,state}' = 'fired'`,
    );
    expect(told.rows[0].told).toBe(count);
  },
  120_000,
);

it('goes on after a failure in the midst of a backlog, and loses nothing', async () => {
  await database.pool.query('truncate escalation.request, escalation.deadline, escalation.outbox');
  const count = 6_000;
  await due(count, 1_000);
  const dueWork = firing();
  // A state that cannot be read stops its batch, while the other lane goes on beyond it.
  const { rows } = await database.pool.query<{ id: string; body: object }>(
    `select request_id as id, r.body from escalation.deadline join escalation.request r using (request_id)
     order by due_at offset 2500 limit 1`,
  );
  const { id, body } = rows[0]!;
  const keep = (state: unknown) =>
    database.pool.query('update escalation.request set body = $2 where request_id = $1', [
      id,
      JSON.stringify(state),
    ]);
  await keep([]);
  await expect(dueWork.run()).rejects.toThrow();
  await keep(body);
  await dueWork.run();
  expect(await left()).toEqual({ waiting: 0, events: count, requests: count });
});

it('finds what is set in the past, below all that fired, and tells when it cannot fire it', async () => {
  await database.pool.query('truncate escalation.request, escalation.deadline, escalation.outbox');
  const dueWork = firing();
  await due(1, 0);
  expect(await dueWork.run()).toBe(1);
  await due(1_200, 1, 60_000);
  const { rows } = await database.pool.query<{ body: object }>(
    'select body from escalation.request where seq = 0 limit 1',
  );
  await database.pool.query(`update escalation.request set body = '[]' where seq = 0`);
  const tell = (error: Error): string => error.message;
  await waitUntil(async () => /cannot call .* on a/.test(await dueWork.run().then(String, tell)), {
    what: 'a fault of the sweep',
  });
  await database.pool.query('update escalation.request set body = $1 where seq = 0', [
    JSON.stringify(rows[0]!.body),
  ]);
  let fired = 0;
  await waitUntil(async () => (fired += await dueWork.run()) === 1_200, { what: 'what was set in the past' });
  expect(await left()).toEqual({ waiting: 0, events: 1_201, requests: 1_201 });
});
