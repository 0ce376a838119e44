import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type CloudEvent, Kafka as CloudEventsOnKafka } from 'cloudevents';
import { Kafka, logLevel } from 'kafkajs';
import { chain } from '#contracts/chain.js';
import { createTopics, requestsTopic } from '#eventlog/topics.js';
import { ownBrokers, ownTopicPrefix } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { exampleOf } from '../../libs/contracts/generate/example.js';

/** Knows the documents and the CloudEvents SDK, and nothing of this repository's own reading. */
describe('an outside consumer', () => {
  const prefix = ownTopicPrefix();
  const topic = requestsTopic(prefix);
  const kafka = new Kafka({ clientId: 'outside', brokers: ownBrokers(), logLevel: logLevel.NOTHING });
  const events = new Map<string, CloudEvent<{ requestId: string; by: object }>>();
  const consumer = kafka.consumer({ groupId: `${prefix}outside.reader` });

  beforeAll(async () => {
    await createTopics(ownBrokers(), prefix, 4);
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({
      topic,
      messages: chain.map(({ event }) => {
        const { headers, body } = exampleOf(event);
        return { key: headers['ce_partitionkey']!, headers: { ...headers }, value: JSON.stringify(body) };
      }),
    });
    await producer.disconnect();
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const headers = Object.fromEntries(
          Object.entries(message.headers ?? {}).map(([name, value]) => [name, value?.toString()]),
        );
        const event = CloudEventsOnKafka.toEvent({
          headers,
          key: message.key!.toString(),
          value: message.value!.toString(),
          body: message.value!.toString(),
        } as never) as CloudEvent<{ requestId: string; by: object }>;
        events.set(event.type, event);
      },
    });
    await waitUntil(() => events.size === chain.length, { timeoutMs: 60_000, what: 'every example read' });
  }, 90_000);
  afterAll(() => consumer.disconnect());

  it.each(chain)('reads $event as a valid CloudEvent', ({ event: name, writer }) => {
    const event = events.get(`liandong.${name}.v1`)!;
    const { headers, body } = exampleOf(name);
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      specversion: '1.0',
      id: headers['ce_id'],
      source: `/liandong/${writer}`,
      subject: body['requestId'],
      partitionkey: body['requestId'],
      sequence: headers['ce_sequence'],
      datacontenttype: 'application/json',
      data: body,
    });
    expect(new Date(event.time!).toISOString()).toBe(headers['ce_time']);
  });

  it.each(chain)('finds the data of $event as its JSON Schema says', ({ event: name }) => {
    const ajv = addFormats.default(new Ajv.default({ strict: true, allowUnionTypes: true }));
    const validate = ajv.compile(JSON.parse(readFileSync(`docs/events/schemas/${name}.v1.json`, 'utf8')));
    expect([validate(events.get(`liandong.${name}.v1`)!.data), validate.errors]).toEqual([true, null]);
  });
});
