import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBenchStack } from '../harness/stack.mjs';
import { latenessBetween, quantile, WARM_UP_SECONDS } from '../material/lateness.mjs';
import { addFar, checkWork, fillRequests, pickDue } from '../material/timers.mjs';

const LEAD_MS = 8_000;
const PATIENCE_MS = 60_000;

/** At the slow rate only: none of these keeps up with the fast one. `options.timers`: the peer's module. */
export async function run({ size, options, folder }) {
  const dataDir = join(folder, 'data');
  const kept = existsSync(dataDir);
  const stack = await startBenchStack({ dataDir });
  const { client, ids, body } = await fillRequests(stack, size);
  const { timers } = await import(`./${options.timers}.mjs`);
  const peer = await timers(stack, options, folder);
  if (!kept) await addFar(peer, { ids, body, count: size.held });
  const count = size.slow * size.seconds;
  const t0 = Date.now() + LEAD_MS + count / 5;
  const due = pickDue(ids, count).map((requestId, k) => ({
    data: { ...body, requestId },
    due: t0 + (k * 1000) / size.slow,
  }));
  await peer.add(due);
  if (peer.tables) await client.query(`vacuum analyze ${peer.tables}`);
  await client.query('checkpoint');
  if (Date.now() > t0) throw new Error('the timers were added too late');
  const late = [];
  await peer.work((dues) => {
    const now = Date.now();
    for (const one of dues) late.push({ due: one, late: now - one });
  });
  const until = t0 + size.seconds * 1000 + PATIENCE_MS;
  while (late.length < count) {
    await sleep(20);
    if (peer.faults.length > 0) throw peer.faults[0];
    if (Date.now() > until) throw new Error(`${late.length} of ${count} fired`);
  }
  await peer.stop();
  await checkWork(client, count);
  await client.end();
  const counted = latenessBetween(late, t0, WARM_UP_SECONDS, size.seconds);
  return { [`p99 at ${size.slow}/s, 1M pending`]: quantile(counted, 0.99) };
}
