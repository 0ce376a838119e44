import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  connect,
  printStatements,
  resetStatements,
  startBenchStack,
  stopAllStacks,
} from '../harness/stack.mjs';
import { addDue, checkFired, fillDeadlines, resetDeadlines } from '../material/deadlines.mjs';
import { latenessBetween, quantile, WARM_UP_SECONDS } from '../material/lateness.mjs';
import { startFiring } from './firing.mjs';

const LEAD_MS = 4_000;
/** Held so long before what counts. */
const SNAPSHOT_SECONDS = 30;

/** Deadlines that fall due evenly, with more and more pending beside them, and under a foreign snapshot. */
export async function run({ size, folder, profile }) {
  const metrics = {};
  for (const pending of profile ? size.pending.slice(1, 2) : size.pending) {
    const dataDir = join(folder, String(pending));
    const kept = existsSync(dataDir);
    const stack = await startBenchStack({ dataDir });
    const client = await connect(stack.databaseUrl);
    if (kept) await resetDeadlines(client, size);
    else await fillDeadlines(client, stack, { ...size, pending });
    const loads = [
      { name: `p99 at ${size.slow}/s`, rate: size.slow, stride: 24, first: 0 },
      { name: `p99 at ${size.fast}/s`, rate: size.fast, stride: 2, first: 1 },
    ];
    let fired = 0;
    for (const load of loads) {
      await profile?.begin();
      const { count, t0, late } = await underLoad(stack, client, { ...load, seconds: size.seconds });
      await profile?.end(load.name);
      if (profile) await printStatements(client, load.name);
      fired += count;
      const counted = latenessBetween(late, t0, WARM_UP_SECONDS, size.seconds);
      metrics[`${load.name}, ${named(pending)} pending`] = quantile(counted, 0.99);
    }
    if (pending === size.held) {
      const seconds = SNAPSHOT_SECONDS + size.seconds;
      const foreign = await connect(stack.databaseUrl);
      await foreign.query('begin isolation level repeatable read');
      await foreign.query('select count(*) from escalation.calendar_day');
      const load = { rate: size.slow, seconds, stride: 8, first: 2 };
      const { count, t0, late } = await underLoad(stack, client, load);
      await foreign.query('rollback');
      await foreign.end();
      fired += count;
      const half = SNAPSHOT_SECONDS + size.seconds / 2;
      const [before, after] = [
        [WARM_UP_SECONDS, size.seconds / 2],
        [half, seconds],
      ].map(([from, until]) => quantile(latenessBetween(late, t0, from, until), 0.99));
      metrics[`p99 at ${size.slow}/s under a snapshot ${SNAPSHOT_SECONDS} s old`] = after;
      metrics['growth under the snapshot'] = after / before;
    }
    await checkFired(client, fired);
    await client.end();
    await stopAllStacks();
  }
  const [least, most] = [size.pending[0], size.pending.at(-1)].map(named);
  for (const rate of [size.slow, size.fast])
    if (!profile)
      metrics[`p99 at ${rate}/s, ${most} by ${least}`] =
        metrics[`p99 at ${rate}/s, ${most} pending`] / metrics[`p99 at ${rate}/s, ${least} pending`];
  return metrics;
}

async function underLoad(stack, client, { rate, seconds, stride, first }) {
  const count = rate * seconds;
  const t0 = Date.now() + LEAD_MS + count / 10;
  await addDue(client, { first, stride, count, t0, everyMs: 1000 / rate });
  await client.query('checkpoint');
  await resetStatements(client);
  const late = [];
  const firing = startFiring(stack, (batch, now) => {
    for (const { dueAt } of batch) late.push({ due: dueAt, late: now - dueAt });
  });
  const until = t0 + seconds * 1000 + 30_000;
  while (late.length < count) {
    await sleep(20);
    firing.throwFaults();
    if (Date.now() > until) throw new Error(`${late.length} of ${count} fired`);
  }
  await firing.stop();
  if (late.some((one) => one.late < 0)) throw new Error('fired before its time');
  return { count, t0, late };
}

export const named = (count) => (count >= 1_000_000 ? `${count / 1_000_000}M` : `${count / 1_000}k`);
