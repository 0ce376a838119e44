import { Kafka, logLevel } from 'kafkajs';
import { startBenchStack } from '../harness/stack.mjs';
import { checkLog } from '../material/check-log.mjs';
import { fillOutbox, readOutbox, TOPIC } from '../material/outbox.mjs';

const BATCH = 1_000;

/** What kafkajs can do at best: the messages stand ready, nothing is read or deleted. */
export async function run({ size }) {
  const stack = await startBenchStack();
  const client = await fillOutbox(stack, size);
  const messages = await readOutbox(client);
  await client.end();
  const kafka = new Kafka({ brokers: stack.kafkaBrokers, logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  const started = performance.now();
  await producer.connect();
  for (let at = 0; at < messages.length; at += BATCH)
    await producer.send({ topic: TOPIC, acks: -1, messages: messages.slice(at, at + BATCH) });
  const seconds = (performance.now() - started) / 1000;
  await producer.disconnect();
  await checkLog(stack, size.rows);
  return { 'rows to Kafka': size.rows / seconds };
}
