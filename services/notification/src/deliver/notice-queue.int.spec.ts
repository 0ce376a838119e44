import { openPool } from '#chassis/database.js';
import type { Pool } from 'pg';
import { TestedNotification } from '../../test/running-service.js';
import { NoticeQueue } from './notice-queue.js';

let service: TestedNotification;
let pool: Pool;
beforeAll(async () => {
  service = await TestedNotification.start();
  pool = openPool('notification', service.database.url);
  // One connection, so that the plans of one are all there are.
  pool.options.max = 1;
}, 60_000);
afterAll(async () => {
  await pool?.end();
  await service?.stop();
}, 30_000);

const owe = (count: number): Promise<unknown> =>
  pool.query(
    `insert into notification.notice (request_id, key, purpose, recipient, number, jurisdiction, area_code, channel,
       to_sealed, text_sealed, planned_at, next_attempt_at)
     select gen_random_uuid(), 'k', 'received', 'resident', 'n', '310106', '310106', 'catcher', '', '', now(),
       now() - make_interval(secs => n % 7)
     from generate_series(1, $1::int) n`,
    [count],
  );

it('claims from the head of the line, however long it grew since the plan was made', async () => {
  const queue = new NoticeQueue(pool);
  await pool.query('analyze notification.notice');
  // After some executions PostgreSQL keeps a plan, made here while nothing waits.
  for (let times = 0; times < 8; times += 1) await queue.claim();
  await owe(5_000);
  const { rows } = await pool.query(`explain execute "notification.claim-due"(100, 15)`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('Index Scan using notice_in_order');
  expect(plan).not.toMatch(/Sort|Bitmap/);
  expect(plan).toMatch(/Index Scan using notice_pkey on notice n/);
  expect(await queue.claim()).toHaveLength(100);
});
