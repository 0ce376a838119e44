import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { WORK_MANY, WORK_ONE } from '../material/timers.mjs';

const QUEUE = 'deadline';
const AT_ONCE = 5_000;

/**
 * pg-boss: each timer a job with `startAfter`. By batch: its transactional handler with one set-based statement. Per job: the
 * handler maps over its batch, one prepared statement each, 24 connections.
 */
export async function timers(stack, { batch }) {
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 24 });
  const boss = new PgBoss({
    connectionString: stack.databaseUrl,
    max: 24,
    schedule: false,
    supervise: false,
  });
  const faults = [];
  boss.on('error', (error) => faults.push(error));
  await boss.start();
  await boss.createQueue(QUEUE, { retryLimit: 0 });
  const now = () => new Date().toISOString();
  return {
    faults,
    tables: 'pgboss.job_common',
    async add(list) {
      for (let at = 0; at < list.length; at += AT_ONCE)
        await boss.insert(
          QUEUE,
          list.slice(at, at + AT_ONCE).map(({ data, due }) => ({
            data: { ...data, due },
            startAfter: new Date(due),
          })),
        );
    },
    async work(onFired) {
      const options = {
        batchSize: batch ? 1_000 : 200,
        localConcurrency: batch ? 2 : 4,
        pollingIntervalSeconds: 0.5,
        burstWhenBatchFull: true,
      };
      const bodies = (jobs) => jobs.map(({ data: { due: _due, ...body } }) => body);
      await boss.work(QUEUE, batch ? { ...options, transactional: true } : options, async (jobs, db) => {
        if (batch) await db.executeSql(WORK_MANY, [JSON.stringify(bodies(jobs)), now()]);
        else
          await Promise.all(
            bodies(jobs).map((body) => pool.query({ ...WORK_ONE, values: [JSON.stringify(body), now()] })),
          );
        onFired(jobs.map(({ data }) => data.due));
      });
    },
    async stop() {
      // The last batch is committed after its handler.
      await boss.stop({ graceful: true, timeout: 10_000 });
      await pool.end();
    },
  };
}
