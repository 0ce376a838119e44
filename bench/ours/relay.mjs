import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '../../node_modules/@nestjs/common/index.js';
import { openPool } from '../../dist/libs/chassis/src/database.js';
import { Relay } from '../../dist/libs/eventlog/src/relay.js';
import { printStatements, resetStatements, startBenchStack } from '../harness/stack.mjs';
import { checkLog } from '../material/check-log.mjs';
import { fillOutbox, PARTITIONS, SCHEMA, TOPIC } from '../material/outbox.mjs';

/** From a start of the relay until the last row is acknowledged and has left the outbox. */
export async function run({ size, profile }) {
  Logger.overrideLogger(false);
  const stack = await startBenchStack();
  const client = await fillOutbox(stack, size);
  const pool = openPool('intake', stack.databaseUrl);
  const relay = new Relay({
    service: 'intake',
    schema: SCHEMA,
    topic: TOPIC,
    partitions: PARTITIONS,
    pool,
    brokers: stack.kafkaBrokers,
  });
  await resetStatements(client);
  await profile?.begin();
  const started = performance.now();
  relay.start();
  while (sent(relay) < size.rows || relay.busy) await sleep(2);
  const seconds = (performance.now() - started) / 1000;
  await profile?.end('relay');
  if (profile) await printStatements(client, 'relay');
  const { rows } = await client.query(`select count(*)::int as left from ${SCHEMA}.outbox`);
  if (rows[0].left > 0) throw new Error(`${rows[0].left} rows left in the outbox`);
  await relay.stop();
  await Promise.all([client.end(), pool.end()]);
  await checkLog(stack, size.rows);
  return { 'rows to Kafka': size.rows / seconds };
}

const sent = (relay) => [...relay.produced.values()].reduce((sum, next) => sum + Number(next), 0);
