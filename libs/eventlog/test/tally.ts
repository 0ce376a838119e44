import { randomUUIDv7 } from 'node:crypto';
import { changed } from '#decider/decision.js';
import { outgoing, type Outgoing, type Received } from '#contracts/catalogue.js';
import { ownBrokers, ownDatabase, type OwnDatabase, ownTopicPrefix } from '#testing/own-database.js';
import type { Pool } from 'pg';
import { eventlogTables } from '../src/eventlog-tables.js';
import type { Decide, Input } from '../src/input.js';
import type { LogRecord } from '../src/read-message.js';
import { Shell, type ShellOptions } from '../src/shell.js';
import { requestsTopic } from '../src/topics.js';

/** The smallest service: it notes the mark of each event, in order. */
export interface Tally {
  readonly marks: string[];
}

export const SCHEMA = 'tally';
const NOW = Date.parse('2026-11-24T01:00:00.000Z');

export const supplemented = (requestId: string, mark: string): Outgoing<'RequestSupplemented'> =>
  outgoing('RequestSupplemented', {
    requestId,
    by: { kind: 'system', id: null, level: null },
    reason: { rule: 'test', facts: {} },
    sealed: `k1:${mark}`,
  });

/** Notes the mark and says so. */
export const note =
  (requestId: string, mark: string): Decide<Tally> =>
  (state) =>
    changed({ marks: [...(state?.marks ?? []), mark] }, supplemented(requestId, mark));

/** Notes the mark of a received event, quietly. */
export const noteReceived =
  (event: Received<'RequestSupplemented'>): Decide<Tally> =>
  (state) =>
    changed({ marks: [...(state?.marks ?? []), markOf(event.body)] });

export const markOf = (body: { sealed: string | null }): string => body.sealed?.slice(3) ?? '';

export const event = (requestId: string, mark: string, eventId: string = randomUUIDv7()): Input<Tally> => ({
  requestId,
  eventId,
  decide: note(requestId, mark),
});

export interface TallyStore {
  readonly database: OwnDatabase;
  readonly pool: Pool;
  readonly brokers: string[];
  readonly prefix: string;
  readonly topic: string;
  shell(options?: Partial<ShellOptions<Tally, object>>): Shell<Tally, object>;
  marks(requestId: string): Promise<string[] | undefined>;
  count(table: string, where?: string): Promise<number>;
}

/** A database with the tables of one service. */
export async function tallyStore(database?: OwnDatabase): Promise<TallyStore> {
  const own = database ?? (await ownDatabase());
  const { pool } = own;
  await pool.query(`create schema ${SCHEMA}; ${eventlogTables(SCHEMA)}`);
  const prefix = ownTopicPrefix();
  const topic = requestsTopic(prefix);
  return {
    database: own,
    pool,
    brokers: process.env.KAFKA_BROKERS ? ownBrokers() : [],
    prefix,
    topic,
    shell: (options = {}) =>
      new Shell<Tally, object>({
        service: 'intake',
        schema: SCHEMA,
        topic,
        pool,
        clock: { now: () => NOW },
        poke: () => {},
        ...options,
      }),
    marks: async (requestId) => {
      const { rows } = await pool.query(`select body from ${SCHEMA}.request where request_id = $1`, [
        requestId,
      ]);
      return rows[0]?.body.marks;
    },
    count: async (table, where = 'true') => {
      const { rows } = await pool.query(`select count(*)::int from ${SCHEMA}.${table} where ${where}`);
      return rows[0].count;
    },
  };
}

/** A sound record of RequestSupplemented; `over` spoils it. */
export function record(requestId: string, mark: string, over: Partial<LogRecord> = {}): LogRecord {
  return {
    topic: 'unused',
    partition: 0,
    offset: '0',
    key: requestId,
    value: Buffer.from(JSON.stringify(supplemented(requestId, mark).body)),
    ...over,
    headers: {
      ce_specversion: '1.0',
      ce_id: randomUUIDv7(),
      ce_type: 'liandong.RequestSupplemented.v1',
      ce_source: '/liandong/intake',
      ce_subject: requestId,
      ce_time: '2026-11-24T01:00:00.000Z',
      ce_sequence: '1',
      'content-type': 'application/json',
      ...over.headers,
    },
  };
}
