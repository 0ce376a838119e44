import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { TOPIC } from './outbox.mjs';

/** Requests whose events are mixed with one another on the topic. */
const SIDE_BY_SIDE = 600;
const BATCH = 2_000;

/**
 * Reads the events of the lives that were played and writes them again for other requests, until the topic has `count` more: each request's
 * in their order and under a tracking number of its own, mixed with those of others. Resolves with the number per event name.
 */
export async function cloneEvents(stack, count) {
  const kafka = new Kafka({ brokers: stack.kafkaBrokers, logLevel: logLevel.NOTHING });
  const lives = await readLives(kafka);
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  const counts = {};
  let waiting = [];
  const flush = async () => {
    if (waiting.length > 0) await producer.send({ topic: TOPIC, acks: -1, messages: waiting });
    waiting = [];
  };
  let made = 0;
  while (made < count) {
    const requests = Array.from({ length: SIDE_BY_SIDE }, (_, n) => ({
      id: randomUUIDv7(),
      number: `LD-${String(made + n).padStart(12, '0')}`,
      life: lives[n % lives.length],
    }));
    const longest = Math.max(...requests.map(({ life }) => life.length));
    for (let place = 0; place < longest && made < count; place += 1)
      for (const { id, number, life } of requests) {
        const event = life[place];
        if (!event || made === count) continue;
        const name = event.headers.ce_type.split('.')[1];
        counts[name] = (counts[name] ?? 0) + 1;
        made += 1;
        waiting.push({
          key: id,
          headers: { ...event.headers, ce_id: randomUUID(), ce_subject: id, ce_partitionkey: id },
          value: event.value.replaceAll(event.key, id).replaceAll(life[0].number, number),
        });
        if (waiting.length === BATCH) await flush();
      }
  }
  await flush();
  await producer.disconnect();
  return counts;
}

async function readLives(kafka) {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(TOPIC);
  await admin.disconnect();
  const total = ends.reduce((sum, { high }) => sum + Number(high), 0);
  const consumer = kafka.consumer({ groupId: 'bench-lives' });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  const lives = new Map();
  let read = 0;
  await new Promise((resolve) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        const key = String(message.key);
        const headers = Object.fromEntries(
          Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
        );
        lives.set(key, [...(lives.get(key) ?? []), { key, headers, value: String(message.value) }]);
        read += 1;
        if (read === total) resolve();
      },
    });
  });
  await consumer.disconnect();
  for (const [first] of lives.values()) first.number = JSON.parse(first.value).number;
  return [...lives.values()];
}

/** Where the topic ends now, by partition. */
export async function topicEnds(stack) {
  const admin = new Kafka({ brokers: stack.kafkaBrokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(TOPIC);
  await admin.disconnect();
  return new Map(ends.map(({ partition, high }) => [partition, Number(high)]));
}
