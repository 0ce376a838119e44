import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { BodyOf, EventName } from '#contracts/catalogue.js';
import { createTopics, requestsTopic } from '#eventlog/topics.js';
import { ownBrokers, ownTopicPrefix } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { escalated, submitted, triaged } from '../test/lives.js';
import { admin, files } from '../test/people.js';
import { TestedAssignment } from '../test/running-service.js';

const PARTITIONS = 3;
const prefix = ownTopicPrefix();
const brokers = ownBrokers();
const kafka = new Kafka({ clientId: 'assignment-spec', brokers, logLevel: logLevel.NOTHING });
const producer = kafka.producer();
let service: TestedAssignment;

beforeAll(async () => {
  await createTopics(brokers, prefix, PARTITIONS);
  await producer.connect();
  service = await TestedAssignment.start({
    KAFKA_BROKERS: brokers.join(','),
    TOPIC_PREFIX: prefix,
    PARTITIONS: String(PARTITIONS),
  });
  for (const [kind, file] of Object.entries(files))
    expect((await service.call('POST', `/v1/registry/imports/${kind}`, admin, file)).status).toBe(200);
}, 90_000);

afterAll(async () => {
  await producer.disconnect();
  await service?.stop();
});

const messageOf = <N extends EventName>(name: N, writer: string, body: BodyOf<N>) => ({
  key: (body as { requestId: string }).requestId,
  value: JSON.stringify(body),
  headers: {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: `liandong.${name}.v1`,
    ce_source: `/liandong/${writer}`,
    ce_subject: (body as { requestId: string }).requestId,
    ce_time: '2026-11-24T02:00:00.000Z',
    ce_sequence: '1',
    'content-type': 'application/json',
  },
});
const send = (messages: ReturnType<typeof messageOf>[]) =>
  producer.send({ topic: requestsTopic(prefix), messages });

it('on a real broker: reacts in order, publishes what it decided, and a second delivery changes nothing', async () => {
  const requestId = randomUUID();
  const events = [
    messageOf('RequestSubmitted', 'intake', submitted({ requestId })),
    messageOf('RequestTriaged', 'triage', triaged({ requestId })),
    messageOf('EscalationRaised', 'escalation', escalated({ requestId })),
  ];
  const consumer = kafka.consumer({ groupId: `${prefix}spec` });
  const published: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic: requestsTopic(prefix), fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const header = (name: string) => String(message.headers?.[name]);
      if (header('ce_source') === '/liandong/assignment')
        published.push(`${header('ce_type')} ${header('ce_sequence')}`);
    },
  });
  try {
    await send(events);
    await waitUntil(async () => (await service.state(requestId))?.holding?.number === 2, {
      what: 'the second holding',
    });
    await waitUntil(() => published.length === 2, { what: 'both events on the log' });
    expect(published).toEqual(['liandong.RequestAssigned.v1 1', 'liandong.RequestAssigned.v1 2']);

    // The last one stands behind the second delivery in the same partition: when it is handled, they were.
    const last = escalated({ requestId, assignmentNumber: 2, fromLevel: 'street', toLevel: 'district' });
    await send([...events, messageOf('EscalationRaised', 'escalation', last)]);
    await waitUntil(async () => (await service.state(requestId)).holding.number === 3, {
      what: 'the third holding',
    });
    expect(await service.state(requestId)).toMatchObject({ seq: 3, holding: { level: 'district' } });
  } finally {
    await consumer.disconnect();
  }
}, 90_000);

it('is ready with its broker, and describes its routes', async () => {
  await waitUntil(async () => (await fetch(`${service.running.url}/readyz`)).ok, { what: 'readiness' });
  const document = (await (await fetch(`${service.running.url}/openapi.json`)).json()) as { paths: object };
  const acts = ['accept', 'progress', 'opinion', 'resolve', 'help', 'return', 'return/decision', 'transfer'];
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      ...acts.map((act) => `/v1/requests/{id}/assignment/${act}`),
      '/v1/registry/imports/{kind}',
      '/v1/registry/officers/{id}',
    ]),
  );
});
