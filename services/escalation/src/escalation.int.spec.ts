import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { BodyOf, EventName } from '#contracts/catalogue.js';
import { createTopics, requestsTopic } from '#eventlog/topics.js';
import { ownBrokers, ownTopicPrefix } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { streetOfficer } from '../test/people.js';
import { TestedEscalation } from '../test/running-service.js';
import { assigned, submitted, TUESDAY_10 } from '../test/world.js';

const PARTITIONS = 3;
const prefix = ownTopicPrefix();
const brokers = ownBrokers();
const kafka = new Kafka({ clientId: 'escalation-spec', brokers, logLevel: logLevel.NOTHING });
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: `${prefix}spec` });
const log = new Map<string, { name: string; body: any }[]>();
let service: TestedEscalation;

beforeAll(async () => {
  await createTopics(brokers, prefix, PARTITIONS);
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topic: requestsTopic(prefix), fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const name = String(message.headers?.['ce_type']).split('.')[1] as string;
      const id = String(message.key);
      log.set(id, [...(log.get(id) ?? []), { name, body: JSON.parse(String(message.value)) }]);
    },
  });
  service = await TestedEscalation.start({
    KAFKA_BROKERS: brokers.join(','),
    TOPIC_PREFIX: prefix,
    PARTITIONS: String(PARTITIONS),
  });
}, 90_000);

afterAll(async () => {
  // The consumer's last fetch may take its whole waiting time.
  await Promise.all([consumer.disconnect(), producer.disconnect(), service?.stop()]);
}, 60_000);

const send = <N extends EventName>(name: N, writer: string, body: BodyOf<N>) => {
  const key = (body as { requestId: string }).requestId;
  const headers = {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: `liandong.${name}.v1`,
    ce_source: `/liandong/${writer}`,
    ce_subject: key,
    ce_time: TUESDAY_10,
    ce_sequence: '1',
    'content-type': 'application/json',
  };
  return producer.send({
    topic: requestsTopic(prefix),
    messages: [{ key, value: JSON.stringify(body), headers }],
  });
};

const count = (id: string, name: string) => (log.get(id) ?? []).filter((event) => event.name === name).length;

async function held(assignment: Parameters<typeof assigned>[0] = {}): Promise<string> {
  const requestId = randomUUID();
  await send('RequestSubmitted', 'intake', { ...submitted(), requestId });
  await send('RequestAssigned', 'assignment', { ...assigned(assignment), requestId });
  await waitUntil(() => count(requestId, 'DeadlinesSet') === 1, { what: 'the deadlines' });
  return requestId;
}

it('on a real broker: deadlines are set, pass, and what their passing wrote is acted on', async () => {
  const [village, beyond, paused] = [
    await held(),
    await held({ level: 'district', beyond: true, areaCode: '310106' }),
    await held(),
  ];
  const until = '2026-11-26T09:00:00+08:00';
  const pause = { until, reasonCode: 'season', text: '等雨停' };
  expect(await service.act(paused, 'pause', streetOfficer, pause)).toMatchObject({ status: 200 });

  await service.advance('2026-12-08T02:00:00.000Z');
  await waitUntil(() => count(village, 'EscalationRaised') === 1, { what: 'the climb' });
  // Its own events come back to it: the reply is asked for anew, the paused clock goes on and, being late by now, climbs.
  await waitUntil(() => count(beyond, 'DeadlinesSet') === 2, { what: 'the renewed deadline' });
  await waitUntil(async () => (await service.state(paused)).status === 'open', { what: 'the resumption' });
  await service.advance('2026-12-08T02:00:00.001Z');
  await waitUntil(() => count(paused, 'EscalationRaised') === 1, { what: 'the climb after the pause' });
  expect(log.get(beyond)!.at(-1)!.body).toMatchObject({
    deadlines: [{ kind: 'beyond_reply', dueAt: '2026-12-22T02:00:00.000Z' }],
    reason: { rule: 'deadline.renewed' },
  });
  expect(count(village, 'EscalationRaised')).toBe(1);
}, 90_000);

it('is ready with its broker, and describes its routes', async () => {
  await waitUntil(async () => (await fetch(`${service.running.url}/readyz`)).ok, { what: 'readiness' });
  const document = (await (await fetch(`${service.running.url}/openapi.json`)).json()) as { paths: object };
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      ...['extension', 'extension/decision', 'pause', 'supervision', 'supervision/reply'].map(
        (act) => `/v1/requests/{id}/${act}`,
      ),
      '/v1/calendar',
      '/v1/calendar/imports',
      '/v1/calendar/closures',
    ]),
  );
});
