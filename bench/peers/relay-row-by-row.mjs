import { Kafka, logLevel } from 'kafkajs';
import { startBenchStack } from '../harness/stack.mjs';
import { checkLog } from '../material/check-log.mjs';
import { fillOutbox, SCHEMA, TOPIC } from '../material/outbox.mjs';

/** The plainest relay that loses nothing: one row, one send, one delete. */
export async function run({ size }) {
  const stack = await startBenchStack();
  const rows = size.rowByRow;
  const client = await fillOutbox(stack, { rows, keys: Math.min(size.keys, rows / 10) });
  const kafka = new Kafka({ brokers: stack.kafkaBrokers, logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  const started = performance.now();
  await producer.connect();
  for (;;) {
    const { rows: oldest } = await client.query({
      name: 'oldest',
      text: `select id, key, headers, value from ${SCHEMA}.outbox order by id limit 1`,
    });
    if (oldest.length === 0) break;
    const [{ id, key, headers, value }] = oldest;
    await producer.send({ topic: TOPIC, acks: -1, messages: [{ key, headers, value }] });
    await client.query({ name: 'sent', text: `delete from ${SCHEMA}.outbox where id = $1`, values: [id] });
  }
  const seconds = (performance.now() - started) / 1000;
  await producer.disconnect();
  await client.end();
  await checkLog(stack, rows);
  return { 'rows to Kafka': rows / seconds };
}
