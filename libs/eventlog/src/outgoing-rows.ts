import { randomUUIDv7 } from 'node:crypto';
import type { Outgoing } from '#contracts/catalogue.js';
import { faultOf } from './event-schemas.js';
import { quoteName } from './quote-name.js';
import { textArray } from './text-array.js';

/** An event about to go out: which request, its place among the service's events about it, and the trace it belongs to. */
export interface Emitted {
  readonly requestId: string;
  readonly event: Outgoing;
  readonly sequence: number;
  readonly traceparent?: string | undefined;
}

/** A row of the outbox. */
export interface OutboxRow {
  readonly topic: string;
  readonly key: string;
  readonly eventId: string;
  readonly headers: string;
  readonly value: string;
}

/** Below the topic's limit of 1 MiB per record: one that the broker refuses would hold up all that follow. */
const LARGEST_BYTES = 900_000;

/** CloudEvents 1.0, Kafka binding, binary mode. Throws on a body that does not fit its schema: that is a fault of the writer. */
export function outboxRow(
  from: { readonly service: string; readonly topic: string },
  emitted: Emitted,
  now: string,
): OutboxRow {
  const { name, body } = emitted.event;
  const fault = faultOf(name, body);
  if (fault) throw new Error(`${name} does not fit its schema: ${fault}`);
  if ((body as { requestId: string }).requestId !== emitted.requestId)
    throw new Error(`${name} is about another request than the one decided on`);
  const value = JSON.stringify(body);
  if (Buffer.byteLength(value) > LARGEST_BYTES)
    throw new Error(`${name} is larger than ${LARGEST_BYTES} bytes`);
  const eventId = randomUUIDv7();
  const headers = {
    ce_specversion: '1.0',
    ce_id: eventId,
    ce_type: `liandong.${name}.v1`,
    ce_source: `/liandong/${from.service}`,
    ce_subject: emitted.requestId,
    ce_time: now,
    ce_partitionkey: emitted.requestId,
    ce_sequence: String(emitted.sequence),
    'content-type': 'application/json',
    ...(emitted.traceparent ? { traceparent: emitted.traceparent } : {}),
  };
  return {
    topic: from.topic,
    key: emitted.requestId,
    eventId,
    headers: JSON.stringify(headers),
    value,
  };
}

/**
 * SQL for set-based writers outside the shell (a firing of deadlines), to stand in a `with`: the same rows as `outboxRow` makes, from
 * `rows (request_id uuid, name text, body text, sequence int)`, in the order of `place`. `$topic`, `$source` and `$time` are the
 * parameters' numbers, texts all. The caller holds the requests' state rows (`for update`) and counts their `seq` on, so that order
 * per request is kept, and lets nothing in whose body did not fit its schema when it was made.
 */
export const outboxInsert = (
  schema: string,
  from: string,
  parameters: { readonly topic: string; readonly source: string; readonly time: string },
): string => `
  insert into ${quoteName(schema)}.outbox (topic, key, event_id, headers, value)
  select ${parameters.topic}, request_id, event_id,
    jsonb_build_object('ce_specversion', '1.0', 'ce_id', event_id, 'ce_type', 'liandong.' || name || '.v1',
      'ce_source', ${parameters.source}, 'ce_subject', request_id, 'ce_time', ${parameters.time},
      'ce_partitionkey', request_id, 'ce_sequence', sequence::text, 'content-type', 'application/json'),
    body
  from (select *, uuidv7() as event_id from (select * from ${from} order by place) o) e`;

/** The parameters of a statement that inserts them. */
export const columnsOf = (rows: readonly OutboxRow[]): (string[] | Buffer)[] => [
  rows.map((row) => row.topic),
  rows.map((row) => row.key),
  rows.map((row) => row.eventId),
  textArray(rows.map((row) => row.headers)),
  textArray(rows.map((row) => row.value)),
];
