import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Kafka, logLevel } from 'kafkajs';
import type { BodyOf, EventName } from '#contracts/catalogue.js';
import { createTopics, requestsTopic } from '#eventlog/topics.js';
import { freePort } from '#local-stack/free-port.js';
import { ownBrokers, ownTopicPrefix } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { submitted, withdrawn } from '../test/lives.js';
import { triageSurroundings } from '../test/running-service.js';

const PARTITIONS = 3;
const prefix = ownTopicPrefix();
const brokers = ownBrokers();
const kafka = new Kafka({ clientId: 'triage-spec', brokers, logLevel: logLevel.NOTHING });
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: `${prefix}spec` });
const published: { key: string; type: string; sequence: string }[] = [];
let around: Awaited<ReturnType<typeof triageSurroundings>>;
let child: ChildProcess;
let url: string;

beforeAll(async () => {
  await createTopics(brokers, prefix, PARTITIONS);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  around = await triageSurroundings({
    ...{ KAFKA_BROKERS: brokers.join(','), TOPIC_PREFIX: prefix, PARTITIONS: String(PARTITIONS) },
    SERVICE_PORT: String(port),
  });
  child = spawn(process.execPath, ['dist/services/triage/src/main.js'], {
    env: { ...around.env, PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topic: requestsTopic(prefix), fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const header = (name: string) => String(message.headers?.[name]);
      if (header('ce_source') === '/liandong/triage')
        published.push({
          key: String(message.key),
          type: header('ce_type'),
          sequence: header('ce_sequence'),
        });
    },
  });
}, 90_000);

afterAll(async () => {
  if (child && child.exitCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await consumer.disconnect();
  await producer.disconnect();
  await around?.remove();
}, 60_000);

const messageOf = <N extends EventName>(name: N, body: BodyOf<N> & { requestId: string }) => ({
  key: body.requestId,
  value: JSON.stringify(body),
  headers: {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: `liandong.${name}.v1`,
    ce_source: '/liandong/intake',
    ce_subject: body.requestId,
    ce_time: '2026-03-02T01:00:00.000Z',
    ce_sequence: '1',
    'content-type': 'application/json',
  },
});

it('the process is ready with its broker, describes its routes, answers events by events, and ends in order', async () => {
  await waitUntil(
    () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    { what: 'readiness' },
  );
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/v1/triage/queue',
      '/v1/requests/{id}/classification',
      '/v1/requests/{id}/decline',
    ]),
  );

  const stated: string = randomUUID();
  const unclear: string = randomUUID();
  const events = [
    messageOf('RequestSubmitted', submitted({ requestId: stated, category: 'health' })),
    messageOf('RequestSubmitted', submitted({ requestId: unclear })),
    messageOf('RequestWithdrawn', withdrawn(unclear)),
  ];
  const topic = requestsTopic(prefix);
  await producer.send({ topic, messages: events });
  await waitUntil(() => published.length === 2, { what: 'both answers on the log' });
  expect(published).toEqual(
    expect.arrayContaining([
      { key: stated, type: 'liandong.RequestTriaged.v1', sequence: '1' },
      { key: unclear, type: 'liandong.TriageQueued.v1', sequence: '1' },
    ]),
  );

  // Delivered once more, with new requests behind them, enough to reach every partition: when those are handled, they were.
  const later = Array.from({ length: 12 }, () => submitted({ requestId: randomUUID(), category: 'health' }));
  await producer.send({ topic, messages: events });
  await producer.send({ topic, messages: later.map((body) => messageOf('RequestSubmitted', body)) });
  await waitUntil(() => published.length >= 2 + later.length, { what: 'the later answers' });
  expect(published.filter(({ key }) => [stated, unclear].includes(key))).toHaveLength(2);
  const { rows } = await around.database.pool.query(
    "select body ->> 'status' as status from triage.request where request_id = $1",
    [unclear],
  );
  expect(rows).toEqual([{ status: 'withdrawn' }]);

  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
}, 120_000);
