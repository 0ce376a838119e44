import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../dist/libs/local-stack/src/free-port.js';
import { selfTimes } from '../harness/self-times.mjs';
import { connect, printStatements, resetStatements, startBenchStack } from '../harness/stack.mjs';
import { cloneEvents, topicEnds } from '../material/clone-events.mjs';
import { playLives } from '../material/play-lives.mjs';
import { storeRequests } from '../material/stored-requests.mjs';

const WITHIN_MS = 300_000;
const PARTITIONS = 48;

/**
 * Each service as a process of its own, one after the other, over the same topic. The rate counts only the events a service reacts to;
 * what it has no reaction for is passed over by its header. `options.stored`: so many requests in its tables before. `options.first`:
 * services that read the topic before those that count, so that the broker has done as much as where all count.
 */
export async function run({ size, options, profile, folder }) {
  const stack = await startBenchStack();
  const client = await connect(stack.databaseUrl);
  const system = await playLives(stack, PARTITIONS);
  await Promise.all(Object.values(system.services).map((service) => service.stop()));
  if (options.stored) await storeRequests(client, size.stored);
  await cloneEvents(stack, size.events);
  const metrics = {};
  const { first = [], services } = options;
  for (const name of [...first, ...services]) {
    const ends = await topicEnds(stack);
    const before = await handledBy(client, name);
    await client.query('checkpoint');
    await resetStatements(client);
    const seconds = await timeOf(client, system, name, ends, profile && join(folder, name));
    const handled = (await handledBy(client, name)) - before;
    await checkService(client, name);
    if (services.includes(name)) metrics[`${name}: events handled`] = handled / seconds;
    if (profile) await printStatements(client, name);
  }
  await client.end();
  await system.stop();
  return metrics;
}

/** From the first event handled to the last one there was at the start. */
async function timeOf(client, system, name, ends, profileFolder) {
  const service = system.services[name];
  const headers = { 'x-internal-token': system.internalToken };
  if (profileFolder) mkdirSync(profileFolder, { recursive: true });
  // Not the port it had while the lives were played: that was free for anybody since.
  const port = await freePort();
  service.start({
    SERVICE_PORT: String(port),
    ...(profileFolder
      ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-interval=1000 --cpu-prof-dir=${profileFolder}` }
      : {}),
  });
  const until = Date.now() + WITHIN_MS;
  let first;
  let started;
  for (;;) {
    if (!service.running) throw new Error(`${name} ended:\n${service.logTail()}`);
    if (Date.now() > until) throw new Error(`${name} is not through after ${WITHIN_MS} ms`);
    await sleep(25);
    const consumed = await fetch(`http://127.0.0.1:${port}/internal/progress`, { headers })
      .then((answer) => (answer.ok ? answer.json() : undefined))
      .then((progress) => progress?.consumed)
      .catch(() => undefined);
    if (!consumed) continue;
    const sum = Object.values(consumed).reduce((total, next) => total + next, 0);
    first ??= sum;
    if (started === undefined && sum > first) started = performance.now();
    await checkParked(client, name);
    if ([...ends].every(([partition, end]) => (consumed[partition] ?? 0) >= end)) break;
  }
  const seconds = (performance.now() - started) / 1000;
  await service.stop();
  if (profileFolder) {
    const [file] = readdirSync(profileFolder);
    const text = selfTimes(JSON.parse(readFileSync(join(profileFolder, file), 'utf8')));
    process.stdout.write(`\n${name}: CPU of the process\n${text}\n`);
  }
  return seconds;
}

async function handledBy(client, name) {
  const { rows } = await client.query(`select count(*)::int as count from ${name}.inbox`);
  return rows[0].count;
}

/** Throws at the first event that could not be handled: what follows it would only wait. */
async function checkParked(client, name) {
  const { rows } = await client.query(
    `select event_name, cause, detail from ${name}.dead_letter order by parked_at limit 1`,
  );
  const [parked] = rows;
  if (parked) throw new Error(`${name}: ${parked.event_name} is parked: ${parked.cause} ${parked.detail}`);
}

/** Throws if an event was refused: each must have taken its effect, or been found to have none. */
async function checkService(client, name) {
  const { rows } = await client.query(
    `select count(*) filter (where outcome like 'rejected%')::int as refused,
       count(*) filter (where outcome = 'applied')::int as applied from ${name}.inbox`,
  );
  const { refused, applied } = rows[0];
  if (refused > 0 || applied === 0) throw new Error(`${name}: ${refused} refused, ${applied} applied`);
}
