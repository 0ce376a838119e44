import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { FirstTables1764000000000 } from './1764000000000-first-tables.js';
import { OnlyDeadlinesThatRun1764000001100 } from './1764000001100-only-deadlines-that-run.js';

let database: OwnDatabase;
beforeAll(async () => {
  database = await ownDatabase();
}, 60_000);
afterAll(() => database?.drop());

it('keeps the deadlines that run, with what they publish, and none that has ended', async () => {
  const { pool } = database;
  await pool.query('create schema escalation');
  await new FirstTables1764000000000().up(pool as never);
  await pool.query(
    `insert into escalation.deadline
       (request_id, assignment_number, kind, ordinal, due_at, counted_from, provisional, state, consequence)
     select gen_random_uuid(), 1, state, 1, now(), now(), false, state,
       '{"name": "DeadlinePassed", "body": {"kind": "accept"}}'
     from unnest(array['pending', 'fired', 'done']) as state`,
  );
  await new OnlyDeadlinesThatRun1764000001100().up(pool as never);
  const { rows } = await pool.query('select kind, event, body from escalation.deadline');
  expect(rows).toEqual([{ kind: 'pending', event: 'DeadlinePassed', body: '{"kind": "accept"}' }]);
});
