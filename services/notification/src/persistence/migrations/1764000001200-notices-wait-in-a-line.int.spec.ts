import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { FirstTables1764000000500 } from './1764000000500-first-tables.js';
import { RowSecurity1764000000900 } from './1764000000900-row-security.js';
import { NoticesInOrder1764000001100 } from './1764000001100-notices-in-order.js';
import { NoticesWaitInALine1764000001200 } from './1764000001200-notices-wait-in-a-line.js';

let database: OwnDatabase;
beforeAll(async () => {
  database = await ownDatabase();
}, 60_000);
afterAll(() => database?.drop());

it('keeps who waits, since when and after how many attempts, and lets go who has been told', async () => {
  const { pool } = database;
  const up = async (migration: { up(runner: never): Promise<void> }): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await migration.up(client as never);
      await client.query('commit');
    } finally {
      client.release();
    }
  };
  await pool.query('create schema notification');
  await up(new FirstTables1764000000500());
  const { rows: owed } = await pool.query(
    `insert into notification.notice (request_id, key, purpose, recipient, number, jurisdiction, area_code, channel,
       to_sealed, text_sealed, planned_at, state, attempts, next_attempt_at)
     select gen_random_uuid(), state, 'received', 'resident', 'n', '310106', '310106', 'catcher', '', '', now(), state, 3,
       '2026-12-01T08:00:00Z'
     from unnest(array['sent', 'failed', 'undeliverable', 'pending']) as state
     returning id, place, state`,
  );
  await up(new RowSecurity1764000000900());
  await up(new NoticesInOrder1764000001100());
  await up(new NoticesWaitInALine1764000001200());
  const { rows } = await pool.query('select * from notification.waiting_notice order by place');
  expect(rows).toEqual(
    ['failed', 'pending'].map((wanted) => {
      const { id, place } = owed.find(({ state }) => state === wanted);
      return { id, place, attempts: 3, next_attempt_at: new Date('2026-12-01T08:00:00Z') };
    }),
  );
});
