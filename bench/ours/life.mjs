import { percentile } from '../harness/http-load.mjs';
import { profiledAll } from '../harness/profiled-service.mjs';
import { connect, printStatements, resetStatements, startBenchStack } from '../harness/stack.mjs';
import { median } from '../harness/summarise.mjs';
import { checkLives, live, liveAndClose } from '../material/lives.mjs';
import { StoredLives } from '../material/seed-lives.mjs';
import { startCity } from '../material/start-city.mjs';

/** Lives of 50 callers, each beginning the next when one is over, with so many requests stored, and again with more. */
export async function run({ size, profile }) {
  const stack = await startBenchStack();
  const profiling = profiledAll(Boolean(profile));
  const city = await startCity(stack, { env: profiling.env });
  const client = await connect(stack.databaseUrl);
  try {
    const stored = await StoredLives.of(stack.databaseUrl, await liveAndClose(city, 'template'));
    const metrics = {};
    for (const [name, count] of [
      ['few', size.few],
      ['many', size.many],
    ]) {
      const begun = performance.now();
      await stored.fillTo(count);
      process.stdout.write(`${count} stored in ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
      await lives(city, client, { ...size, run: `${name}-warm`, seconds: size.warmUpSeconds });
      await resetStatements(client);
      const rounds = [];
      for (let round = 0; round < size.repeats; round += 1)
        rounds.push(await lives(city, client, { ...size, run: `${name}-${round}` }));
      if (profile) await printStatements(client, `life, ${count} stored`);
      metrics[`lives, ${name} stored`] = median(rounds.map(({ rate }) => rate));
      metrics[`p50 of a life, ${name} stored`] = median(rounds.map(({ times }) => percentile(times, 0.5)));
      metrics[`p99 of a life, ${name} stored`] = median(rounds.map(({ times }) => percentile(times, 0.99)));
    }
    metrics['lives, many by few stored'] = metrics['lives, many stored'] / metrics['lives, few stored'];
    return metrics;
  } finally {
    await client.end();
    await city.stop();
    profiling.print();
  }
}

async function lives(city, client, { callers, seconds, run }) {
  const ids = [];
  const times = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let n = 0; performance.now() < until; n += 1) {
        const begun = performance.now();
        ids.push(await live(city, `${run}-${caller}-${n}`));
        times.push(performance.now() - begun);
      }
    }),
  );
  const rate = ids.length / ((performance.now() - started) / 1000);
  await checkLives(client, ids);
  return { rate, times: times.sort((a, b) => a - b) };
}
