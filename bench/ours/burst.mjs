import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../harness/http-load.mjs';
import { connect, startBenchStack } from '../harness/stack.mjs';
import { checkLives, live, liveAndClose } from '../material/lives.mjs';
import { StoredLives } from '../material/seed-lives.mjs';
import { startCity } from '../material/start-city.mjs';

/** Lives begun a second, step after step. The spikes are those steps that are at least ten times what was before. */
const SHAPE = [1, 15, 1, 25, 2, 35, 10];
/** p99 over so long a time is back to normal when it is below this multiple of what it was before the first spike, or below this many ms. */
const WINDOW_MS = 2_000;
const NORMAL_TIMES = 2;
const NORMAL_MS = 500;

/** The shape once as it is and once four times as high, with a million requests stored. Every life begun must come to its end. */
export async function run({ size }) {
  const stack = await startBenchStack();
  const city = await startCity(stack);
  const client = await connect(stack.databaseUrl);
  try {
    const stored = await StoredLives.of(stack.databaseUrl, await liveAndClose(city, 'template'));
    await stored.fillTo(size.stored);
    const metrics = {};
    let failed = 0;
    for (const times of [1, 4]) {
      const done = await shaped(
        city,
        SHAPE.map((rate) => rate * times),
        size.stepSeconds,
        `x${times}-`,
      );
      await checkLives(client, done.lives.map(({ id }) => id).filter(Boolean));
      const sorted = done.lives.map(({ took }) => took).sort((a, b) => a - b);
      metrics[`lives begun, x${times}`] = done.lives.length;
      failed += done.lives.filter(({ id }) => !id).length;
      metrics[`p99 of a life, x${times}`] = percentile(sorted, 0.99);
      metrics[`slowest return to normal, x${times}`] = slowestReturn(done, size.stepSeconds * 1000);
    }
    const begun = metrics['lives begun, x1'] + metrics['lives begun, x4'];
    return { ...metrics, 'share of errors': (100 * failed) / begun };
  } finally {
    await client.end();
    await city.stop();
  }
}

async function shaped(city, shape, stepSeconds, run) {
  const started = performance.now();
  const lives = [];
  const under = [];
  for (const [step, rate] of shape.entries())
    for (let n = 0; n < rate * stepSeconds; n += 1) {
      const due = started + (step * stepSeconds + n / rate) * 1000;
      const wait = due - performance.now();
      if (wait > 1) await sleep(wait);
      under.push(
        live(city, `${run}${step}-${n}`)
          .catch((error) => {
            process.stdout.write(`${error.message}\n`);
          })
          .then((id) => lives.push({ id, begun: due - started, took: performance.now() - due })),
      );
    }
  await Promise.all(under);
  return { lives, shape };
}

/** Seconds from the end of a spike until the p99 of what begins in two seconds is as before; Infinity where it is not within a step. The longest of all spikes. */
function slowestReturn({ lives, shape }, stepMs) {
  const p99 = (from, until) =>
    percentile(
      lives
        .filter(({ begun }) => begun >= from && begun < until)
        .map(({ took }) => took)
        .sort((a, b) => a - b),
      0.99,
    );
  const normal = Math.max(NORMAL_MS, NORMAL_TIMES * p99(0, stepMs));
  const spikes = shape.flatMap((rate, step) => (step > 0 && rate >= 10 * shape[step - 1] ? [step] : []));
  return Math.max(
    ...spikes.map((step) => {
      const end = (step + 1) * stepMs;
      for (let at = end; at < end + stepMs; at += WINDOW_MS / 2)
        if (p99(at, at + WINDOW_MS) <= normal) return (at - end) / 1000;
      return Infinity;
    }),
  );
}
