import { Kafka, logLevel } from 'kafkajs';
import { TOPIC } from './outbox.mjs';

const WITHIN_MS = 120_000;

/** Reads the topic and throws unless it holds `rows` events, each request's in the order 1, 2, 3 … without gap or double. */
export async function checkLog(stack, rows) {
  const kafka = new Kafka({ brokers: stack.kafkaBrokers, logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: 'bench-check' });
  const last = new Map();
  let count = 0;
  let fault;
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${count} of ${rows} events on the log`)), WITHIN_MS);
    const done = () => {
      clearTimeout(late);
      resolve();
    };
    void consumer.run({
      eachBatch: async ({ batch }) => {
        for (const { key, headers } of batch.messages) {
          const request = String(key);
          const sequence = Number(headers.ce_sequence);
          const expected = (last.get(request) ?? 0) + 1;
          if (sequence !== expected) fault ??= `${request}: ${sequence} where ${expected} was to come`;
          last.set(request, sequence);
          count += 1;
        }
        if (count >= rows) done();
      },
    });
  });
  await consumer.disconnect();
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(TOPIC);
  await admin.disconnect();
  const total = ends.reduce((sum, { high }) => sum + Number(high), 0);
  if (fault) throw new Error(fault);
  if (total !== rows) throw new Error(`${total} events on the log instead of ${rows}`);
}
