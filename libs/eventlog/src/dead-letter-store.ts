import type { Pool, PoolClient } from 'pg';
import { isUuid } from './event-schemas.js';
import { quoteName } from './quote-name.js';
import { type LogRecord, type PoisonCause, requestOf } from './read-message.js';

/** A record to put aside. With cause `waiting` it is sound, but an earlier one of its request is parked. */
export interface ToPark {
  readonly record: LogRecord;
  readonly cause: PoisonCause;
  readonly detail: string | null;
}

export interface DeadLetter {
  readonly id: string;
  readonly record: LogRecord;
  readonly requestId: string | null;
  readonly eventId: string | null;
  readonly eventName: string | null;
  readonly cause: PoisonCause;
  readonly detail: string | null;
  readonly waitingBehind: string | null;
  /** RFC 3339 UTC, real time. */
  readonly parkedAt: string;
  readonly state: 'parked' | 'redriven' | 'dropped';
}

/** The dead letters' SQL. */
export class DeadLetterStore {
  readonly s: string;

  constructor(private readonly schema: string) {
    this.s = quoteName(schema);
  }

  /** Parking and freeing exclude each other, so that nothing is parked behind what was freed a moment ago. */
  async exclude(client: PoolClient): Promise<void> {
    await client.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `liandong dead letters ${this.schema}`,
    ]);
  }

  /** By request id: the parked event that the request's later ones wait behind. */
  async blockers(client: Pool | PoolClient, requestIds: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await client.query({
      name: `${this.schema}.blockers`,
      text: `select distinct on (request_id) request_id, id from ${this.s}.dead_letter
        where state = 'parked' and request_id = any($1::uuid[])
        order by request_id, position_partition, position_offset`,
      values: [requestIds],
    });
    return new Map(rows.map((row) => [row.request_id, row.id]));
  }

  /**
   * Parks a record; one that was ever parked at this position stays what it is. The database makes the id: its UUIDv7 rise within
   * a millisecond too, and dead letters are listed by them; those Node makes do not.
   */
  async park(client: PoolClient, { record, cause, detail }: ToPark, behind: string | null): Promise<void> {
    const { topic, partition, offset, key, headers, value } = record;
    const eventId = isUuid(headers.ce_id) ? headers.ce_id : null;
    const name = /^liandong\.([A-Za-z]+)\.v\d+$/.exec(headers.ce_type ?? '')?.[1] ?? null;
    // PostgreSQL's text and jsonb hold no NUL.
    const clean = (text: string | null): string | null => text?.replaceAll('\0', '\uFFFD') ?? null;
    const cleanHeaders = JSON.stringify(headers).replaceAll('\\u0000', '\uFFFD');
    await client.query(
      `insert into ${this.s}.dead_letter (id, position_topic, position_partition, position_offset, key, request_id, event_id,
        event_name, headers, value, cause, detail, waiting_behind)
      values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
      [
        topic,
        partition,
        offset,
        clean(key),
        requestOf(record),
        eventId,
        name,
        cleanHeaders,
        value,
        cause,
        clean(detail),
        behind,
      ],
    );
  }
}

export const deadLetterColumns = `id, position_topic, position_partition, position_offset, key, request_id, event_id,
  event_name, headers, value, cause, detail, waiting_behind, parked_at, state`;

export function toDeadLetter(row: any): DeadLetter {
  return {
    id: row.id,
    record: {
      topic: row.position_topic,
      partition: row.position_partition,
      offset: row.position_offset,
      key: row.key,
      headers: row.headers,
      value: row.value,
    },
    requestId: row.request_id,
    eventId: row.event_id,
    eventName: row.event_name,
    cause: row.cause,
    detail: row.detail,
    waitingBehind: row.waiting_behind,
    parkedAt: row.parked_at.toISOString(),
    state: row.state,
  };
}
