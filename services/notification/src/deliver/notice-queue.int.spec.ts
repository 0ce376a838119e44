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
    `with planned as (
       insert into notification.notice (request_id, key, purpose, recipient, number, jurisdiction, area_code, channel,
         to_sealed, text_sealed, planned_at)
       select gen_random_uuid(), 'k', 'received', 'resident', 'n', '310106', '310106', 'catcher', '', '', now()
       from generate_series(1, $1::int)
       returning id, place)
     insert into notification.waiting_notice (id, place, next_attempt_at)
     select id, place, now() - make_interval(secs => place % 7) from planned`,
    [count],
  );

/** Index and condition of each scan. */
const conditionsOf = (plan: string): string[][] =>
  [...plan.matchAll(/Index Scan using (\w+) .*\n\s*Index Cond: (.*)/g)].map(([, index, condition]) => [
    index!,
    condition!,
  ]);

it('claims from the head of the line, however long it grew since the plan was made', async () => {
  const queue = new NoticeQueue(pool);
  await pool.query('analyze notification.notice, notification.waiting_notice');
  // After some executions PostgreSQL keeps a plan, made here while nothing waits.
  for (let times = 0; times < 8; times += 1) await queue.claim();
  await owe(5_000);
  const { rows } = await pool.query(`explain execute "notification.claim-due"(100, 15)`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).not.toMatch(/Bitmap|Seq Scan/);
  // Each is entered where it is looked for, and only the hundred that were claimed are put in the order of their places.
  expect(conditionsOf(plan)).toEqual([
    ['waiting_notice_in_order', '(next_attempt_at <= statement_timestamp())'],
    ['notice_pkey', '(id = c.id)'],
  ]);
  expect(plan).toContain('Tid Scan on waiting_notice w');
  expect(plan.match(/Sort Key: .*/g)).toEqual(['Sort Key: c.place']);
  expect(await queue.claim()).toHaveLength(100);
});
