import { setTimeout as sleep } from 'node:timers/promises';
import { startBenchStack } from '../harness/stack.mjs';
import { addFar, checkWork, fillRequests, pickDue } from '../material/timers.mjs';

const WITHIN_MS = 240_000;

/** `options.timers`: the peer's module; `options.share`: a part of the backlog for those that would take minutes. */
export async function run({ size, options, folder }) {
  const count = Math.round(size.due * (options.share ?? 1));
  const stack = await startBenchStack();
  const { client, ids, body } = await fillRequests(stack, size);
  const { timers } = await import(`./${options.timers}.mjs`);
  const peer = await timers(stack, options, folder);
  await addFar(peer, { ids, body, count: size.pending });
  const t0 = Date.now() - 3_600_000;
  await peer.add(
    pickDue(ids, count).map((requestId, k) => ({
      data: { ...body, requestId },
      due: t0 + (k * 3_600_000) / count,
    })),
  );
  if (peer.tables) await client.query(`vacuum analyze ${peer.tables}`);
  await client.query('checkpoint');
  let fired = 0;
  const started = performance.now();
  await peer.work((dues) => (fired += dues.length));
  while (fired < count) {
    await sleep(2);
    if (peer.faults.length > 0) throw peer.faults[0];
    if (performance.now() - started > WITHIN_MS)
      throw new Error(`${fired} of ${count} after ${WITHIN_MS} ms`);
  }
  const seconds = (performance.now() - started) / 1000;
  await peer.stop();
  await checkWork(client, count);
  await client.end();
  return { 'deadlines fired': count / seconds };
}
