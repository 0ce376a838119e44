import type { OwnDatabase } from '#testing/own-database.js';
import { ownTables } from '#testing/own-tables.js';
import { migrations, schema } from '../persistence/migrations.js';
import { readTotals } from './read-totals.js';

const NOW = Date.parse('2026-12-01T08:00:00.000Z');
let database: OwnDatabase;

beforeAll(async () => {
  database = await ownTables({ schema, migrations });
  // One connection, so that the plans of one are all there are.
  database.pool.options.max = 1;
}, 60_000);
afterAll(() => database?.drop());

it('tells of the last week by indexes, however many were closed before', async () => {
  const { pool } = database;
  await pool.query(
    `insert into ledger.request_list (request_id, number, number_digits, jurisdiction, scope_area, state, submitted_at, closed_at,
       disputes, climbs, requester_id)
     select gen_random_uuid(), n, n, '310106', '310106', case when n <= 3 then 'resolved' else 'closed' end, $1::timestamptz,
       case when n > 3 then $1::timestamptz - make_interval(hours => n) end, 0, 0, 'r'
     from generate_series(1, 20000) n`,
    [new Date(NOW).toISOString()],
  );
  await pool.query('analyze ledger.request_list');
  // After some executions PostgreSQL may keep a plan for whatever week is asked for.
  for (let times = 0; times < 8; times += 1)
    expect(await readTotals(pool, NOW)).toEqual([
      { jurisdiction: '310106', resolved: 3, closedInWeek: 7 * 24 - 3, climbsInWeek: 0 },
    ]);
  const { rows } = await pool.query(`explain execute "ledger.watch-totals"('2026-11-24T08:00:00Z')`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('request_list_resolved');
  expect(plan).toContain('request_list_closed_at');
  expect(plan).not.toContain('Seq Scan on request_list');
});
