import { Kafka, logLevel } from 'kafkajs';
import { cpuSeconds, cpuSecondsWithChildren } from '../harness/cpu-seconds.mjs';
import { percentile } from '../harness/http-load.mjs';
import { profiledServices } from '../harness/profiled-services.mjs';
import { connect, printStatements, resetStatements, startBenchStack } from '../harness/stack.mjs';
import { median } from '../harness/summarise.mjs';
import { checkLives, live, liveAndClose } from '../material/lives.mjs';
import { StoredLives } from '../material/seed-lives.mjs';
import { startCity } from '../material/start-city.mjs';

/** Lives of 50 callers, each beginning the next when one is over, with so many requests stored, and again with more. */
export async function run({ size, profile }) {
  const stack = await startBenchStack();
  const profiling = profiledServices(Boolean(profile));
  const city = await startCity(stack, { env: profiling.env });
  const client = await connect(stack.databaseUrl);
  try {
    const stored = await StoredLives.of(stack.databaseUrl, await liveAndClose(city, 'template'));
    const metrics = {};
    for (const [name, count] of [
      ['few', size.few],
      ['many', size.many],
    ]) {
      const size0 = await databaseBytes(client);
      const count0 = stored.count;
      await stored.fillTo(count);
      metrics['stored per request'] = ((await databaseBytes(client)) - size0) / (count - count0) / 1024;
      await lives(city, client, { ...size, run: `${name}-warm`, seconds: size.warmUpSeconds });
      await resetStatements(client);
      const before = await spent(stack, city, client);
      const rounds = [];
      for (let round = 0; round < size.repeats; round += 1)
        rounds.push(await lives(city, client, { ...size, run: `${name}-${round}` }));
      const after = await spent(stack, city, client);
      const done = rounds.reduce((sum, { times }) => sum + times.length, 0);
      for (const [what, value] of Object.entries(after))
        metrics[`${what} per life`] = (value - before[what]) / done;
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

async function databaseBytes(client) {
  const { rows } = await client.query('select pg_database_size(current_database())::float8 as bytes');
  return rows[0].bytes;
}

/** What has been used so far: CPU in ms, write-ahead log in kB, events on the topic. */
async function spent(stack, { system }, client) {
  const { rows } = await client.query(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes`);
  const { gateway, ...others } = system.services;
  const admin = new Kafka({ brokers: stack.kafkaBrokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets('liandong.requests.v1');
  await admin.disconnect();
  const ms = (seconds) => seconds * 1000;
  return {
    'CPU of the gateway': ms(cpuSeconds(gateway.pid)),
    'CPU of the six services': ms(Object.values(others).reduce((sum, { pid }) => sum + cpuSeconds(pid), 0)),
    'CPU of PostgreSQL': ms(cpuSecondsWithChildren(stack.postgres.pid)),
    'CPU of Kafka': ms(cpuSeconds(stack.kafka.pid)),
    'CPU of the callers': ms(cpuSeconds(process.pid)),
    'write-ahead log': rows[0].bytes / 1024,
    events: ends.reduce((sum, { high }) => sum + Number(high), 0),
  };
}
