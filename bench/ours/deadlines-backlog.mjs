import { setTimeout as sleep } from 'node:timers/promises';
import { connect, printStatements, resetStatements, startBenchStack } from '../harness/stack.mjs';
import { addDue, checkFired, fillDeadlines } from '../material/deadlines.mjs';
import { startFiring } from './firing.mjs';

/** From a start of the firing until the last of the backlog is committed. */
export async function run({ size, profile }) {
  const stack = await startBenchStack();
  const client = await connect(stack.databaseUrl);
  await fillDeadlines(client, stack, size);
  await addDue(client, {
    count: size.due,
    stride: Math.floor(size.requests / size.due),
    t0: Date.now() - 3_600_000,
    everyMs: 3_600_000 / size.due,
  });
  await client.query('vacuum analyze escalation.deadline');
  await client.query('checkpoint');
  await resetStatements(client);
  await profile?.begin();
  let fired = 0;
  const started = performance.now();
  const firing = startFiring(stack, (batch) => (fired += batch.length));
  while (fired < size.due) {
    await sleep(2);
    firing.throwFaults();
  }
  const seconds = (performance.now() - started) / 1000;
  await profile?.end('deadlines-backlog');
  if (profile) await printStatements(client, 'deadlines-backlog');
  await firing.stop();
  await checkFired(client, size.due);
  await client.end();
  return { 'deadlines fired': size.due / seconds };
}
