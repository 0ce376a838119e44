import { Queue, Worker } from 'bullmq';
import pg from 'pg';
import { startRedis } from '../harness/redis.mjs';
import { WORK_ONE } from '../material/timers.mjs';

const QUEUE = 'deadline';
const AT_ONCE = 1_000;

/** BullMQ on Redis (append-only file, fsync every second): delayed jobs, 200 at once, their work over 24 connections to PostgreSQL. */
export async function timers(stack, _options, folder) {
  const redis = await startRedis(folder);
  const connection = { host: '127.0.0.1', port: redis.port, maxRetriesPerRequest: null };
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 24 });
  const faults = [];
  const defaultJobOptions = { removeOnComplete: true, removeOnFail: true };
  const queue = new Queue(QUEUE, { connection, defaultJobOptions });
  queue.on('error', (error) => faults.push(error));
  let worker;
  return {
    faults,
    async add(list) {
      for (let at = 0; at < list.length; at += AT_ONCE)
        await queue.addBulk(
          list.slice(at, at + AT_ONCE).map(({ data, due }) => ({
            name: 'deadline',
            data: { ...data, due },
            opts: { delay: Math.max(1, Math.round(due - Date.now())) },
          })),
        );
    },
    async work(onFired) {
      const process = async ({ data: { due, ...body } }) => {
        await pool.query({ ...WORK_ONE, values: [JSON.stringify(body), new Date().toISOString()] });
        onFired([due]);
      };
      worker = new Worker(QUEUE, process, { connection, concurrency: 200 });
      worker.on('error', (error) => faults.push(error));
    },
    async stop() {
      await worker.close();
      await queue.close();
      await pool.end();
      await redis.stop();
    },
  };
}
