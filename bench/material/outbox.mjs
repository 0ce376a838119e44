import { readFileSync } from 'node:fs';
import { eventlogTables } from '../../dist/libs/eventlog/src/eventlog-tables.js';
import { createTopics, requestsTopic } from '../../dist/libs/eventlog/src/topics.js';
import { connect } from '../harness/stack.mjs';

export const SCHEMA = 'intake';
export const TOPIC = requestsTopic('');
export const PARTITIONS = 48;

const example = JSON.parse(
  readFileSync(new URL('../../libs/contracts/examples/EscalationRaised.v1.json', import.meta.url), 'utf8'),
);

/** The topic, and an outbox of a published event's size: `keys` requests in turn, each with `rows / keys` events. */
export async function fillOutbox(stack, { rows, keys }) {
  await createTopics(stack.kafkaBrokers, '', PARTITIONS);
  const client = await connect(stack.databaseUrl);
  await client.query(`create schema if not exists ${SCHEMA}`);
  await client.query(eventlogTables(SCHEMA));
  await client.query(
    `insert into ${SCHEMA}.outbox (topic, key, event_id, headers, value)
     select $1, request, gen_random_uuid(),
       $2::jsonb || jsonb_build_object('ce_id', gen_random_uuid(), 'ce_subject', request, 'ce_partitionkey', request,
         'ce_sequence', (1 + g / $5)::text),
       replace($3, $6, request)
     from generate_series(0, $4::int - 1) as g, lateral (select lpad(to_hex(g % $5), 8, '0') || '-0000-7000-8000-000000000000') as r(request)
     order by g`,
    [TOPIC, example.headers, JSON.stringify(example.body), rows, keys, example.body.requestId],
  );
  await client.query(`vacuum analyze ${SCHEMA}.outbox`);
  await client.query('checkpoint');
  return client;
}

/** The same as messages in memory. */
export async function readOutbox(client) {
  const { rows } = await client.query(`select key, headers, value from ${SCHEMA}.outbox order by id`);
  return rows;
}
