import { startSystem } from '../../dist/libs/local-system/src/start-system.js';
import { JURISDICTIONS } from '../../dist/cli/src/city/seed-city.js';
import { profiledServices } from '../harness/profiled-services.mjs';
import { connect, printStatements, resetStatements, startBenchStack } from '../harness/stack.mjs';
import { measureIntake } from '../material/measure-intake.mjs';

/** `options.relay`: whether the events also go to Kafka while the requests come in. Without, the broker is away and they wait. */
export async function run({ options, size, profile }) {
  const stack = await startBenchStack();
  const system = await startSystem({
    databaseUrl: stack.databaseUrl,
    kafkaBrokers: stack.kafkaBrokers,
    jurisdictions: JURISDICTIONS,
    clock: { mode: 'real' },
  });
  const client = await connect(stack.databaseUrl);
  try {
    const { intake, ...others } = system.services;
    await Promise.all([...Object.values(others), intake].map((service) => service.stop()));
    const profiling = profiledServices(Boolean(profile));
    intake.start({ ...profiling.env, ...(options.relay ? {} : { KAFKA_BROKERS: '127.0.0.1:1' }) });
    await answers(intake.url);
    const token = await system.mint({ sub: 'resident-1', role: 'resident', jurisdiction: '310106' });
    await resetStatements(client);
    const metrics = await measureIntake({
      url: intake.url,
      pid: intake.pid,
      token,
      size,
      check: (expected) => check(client, expected, options),
    });
    if (profile) await printStatements(client, 'intake');
    await intake.stop();
    profiling.print();
    return metrics;
  } finally {
    await client.end();
    await system.stop();
  }
}

/** Every request that was answered is stored with its receipt and, in the outbox, its one event; nothing else is there. */
async function check(client, { ids, least, most }, { relay }) {
  const { rows } = await client.query(
    `select count(*)::int as requests, (select count(*)::int from intake.receipt) as receipts,
       (select count(*)::int from intake.outbox) as events,
       (select count(distinct key)::int from intake.outbox o join intake.request r on o.key = r.request_id::text) as told,
       count(*) filter (where request_id = any($1::uuid[]))::int as answered
     from intake.request`,
    [ids],
  );
  const [{ requests, receipts, events, told, answered }] = rows;
  if (requests < least || requests > most || receipts !== requests || answered !== ids.length)
    throw new Error(
      `at least ${least} answered, ${requests} stored, ${receipts} receipts; ${answered} of ${ids.length} known ids`,
    );
  if (!relay && (events !== requests || told !== requests))
    throw new Error(`${requests} stored, ${events} events about ${told} requests`);
}

async function answers(url) {
  for (let left = 400; left > 0; left -= 1) {
    try {
      if ((await fetch(`${url}/livez`)).ok) return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('intake does not answer');
}
