import { fileURLToPath } from 'node:url';
import { Kafka, logLevel } from 'kafkajs';
import { httpLoad, percentile } from '../harness/http-load.mjs';
import { startBenchStack } from '../harness/stack.mjs';
import { startCity } from '../material/start-city.mjs';
import { submissionIn } from '../material/submissions.mjs';

const TOPIC = 'liandong.requests.v1';
const polling = fileURLToPath(new URL('../peers/polling-relay.mjs', import.meta.url));

/**
 * From the call at the gateway until RequestAssigned arrives at a reader of the topic: intake → log → triage → log → assignment,
 * and once more over the log to be seen. `options.polling`: the relays look every 100 ms instead of being poked.
 */
export async function run({ options, size }) {
  const stack = await startBenchStack();
  const city = await startCity(
    stack,
    options.polling ? { env: { NODE_OPTIONS: `--import=${polling}` } } : {},
  );
  const assignedAt = new Map();
  const log = await readAssignments(stack, assignedAt);
  try {
    await hops(city, { seconds: size.warmUpSeconds, rate: size.rate, run: 'warm' });
    const metrics = {};
    for (const rate of [size.rate, ...size.slowerRates]) {
      const times = await measured(city, assignedAt, { seconds: size.seconds, rate });
      const name = rate === size.rate ? 'POST to assigned' : `POST to assigned at ${rate}/s`;
      metrics[`p50 ${name}`] = percentile(times, 0.5);
      metrics[`p99 ${name}`] = percentile(times, 0.99);
    }
    return metrics;
  } finally {
    await log.disconnect();
    await city.stop();
  }
}

/** ms from POST to assigned of each request, ascending. */
async function measured(city, assignedAt, { seconds, rate }) {
  const sent = await hops(city, { seconds, rate, run: `at-${rate}` });
  await settled(() => [...sent.keys()].every((id) => assignedAt.has(id)));
  const twice = [...sent.keys()].filter((id) => assignedAt.get(id).length !== 1);
  if (twice.length > 0) throw new Error(`${twice.length} requests were assigned more than once`);
  return Float64Array.from([...sent], ([id, at]) => assignedAt.get(id)[0] - at).sort();
}

/** Resolves with when each request was sent, by id, after every call was answered 201. */
async function hops({ system, blocks }, { seconds, rate, run }) {
  const begun = [];
  const sent = new Map();
  const { host } = new URL(system.baseUrl);
  await httpLoad({
    url: system.baseUrl,
    connections: 64,
    rate,
    seconds,
    call(i) {
      const { code, resident } = blocks[i % blocks.length];
      const json = JSON.stringify(submissionIn(code));
      begun[i] = performance.now();
      return `POST /v1/requests HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${resident}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\nidempotency-key: ${run}-${i}\r\n\r\n${json}`;
    },
    answered(i, status, body) {
      if (status !== 201) throw new Error(`request ${i} was answered ${status}: ${body}`);
      sent.set(JSON.parse(body).id, begun[i]);
    },
  });
  return sent;
}

async function readAssignments(stack, assignedAt) {
  const kafka = new Kafka({ brokers: stack.kafkaBrokers, logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: 'bench', maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: 48,
    eachBatch: async ({ batch }) => {
      const now = performance.now();
      for (const { key, headers } of batch.messages)
        if (String(headers.ce_type) === 'liandong.RequestAssigned.v1') {
          const id = String(key);
          const known = assignedAt.get(id);
          if (known) known.push(now);
          else assignedAt.set(id, [now]);
        }
    },
  });
  await joined;
  return consumer;
}

async function settled(done, patienceMs = 120_000) {
  for (const until = performance.now() + patienceMs; !done();) {
    if (performance.now() > until) throw new Error('not every request was assigned');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
