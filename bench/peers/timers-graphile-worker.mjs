import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { WORK_ONE } from '../material/timers.mjs';

const AT_ONCE = 5_000;

/** graphile-worker with the batching settings of its own performance page, polling every 100 ms. */
export async function timers(stack) {
  const logger = new Logger(() => () => {});
  const pgPool = new pg.Pool({ connectionString: stack.databaseUrl, max: 30 });
  pgPool.on('error', () => {});
  const utils = await makeWorkerUtils({ pgPool, logger });
  await utils.migrate();
  let runner;
  return {
    faults: [],
    tables: 'graphile_worker._private_jobs',
    async add(list) {
      for (let at = 0; at < list.length; at += AT_ONCE)
        await utils.addJobs(
          list.slice(at, at + AT_ONCE).map(({ data, due }) => ({
            identifier: 'deadline',
            payload: { ...data, due },
            runAt: new Date(due),
          })),
        );
    },
    async work(onFired) {
      const deadline = async ({ due, ...body }) => {
        await pgPool.query({ ...WORK_ONE, values: [JSON.stringify(body), new Date().toISOString()] });
        onFired([due]);
      };
      runner = await run({
        pgPool,
        taskList: { deadline },
        logger,
        noHandleSignals: true,
        preset: {
          worker: {
            concurrentJobs: 24,
            pollInterval: 100,
            localQueue: { size: 500 },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      });
    },
    async stop() {
      await runner.stop();
      await pgPool.end();
    },
  };
}
