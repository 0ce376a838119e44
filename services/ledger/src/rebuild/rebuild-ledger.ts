import type { Pool } from 'pg';
import { beginIn } from '#eventlog/row-scope.js';
import type { KafkaAccess } from '#eventlog/kafka-client.js';
import { compareTables, type Difference } from './compare-tables.js';
import { readTopic } from './read-topic.js';
import { makeShadow, SHADOW, swapIn } from './shadow-schema.js';

export interface RebuildOptions extends KafkaAccess {
  /** An administrator of the database: a schema is made and thrown away again. */
  readonly pool: Pool;
  /** `liandong.requests.v1` with its prefix. */
  readonly topic: string;
  /** `compare`: the live tables stay as they are; `swap`: the rebuilt ones take their place. */
  readonly mode: 'compare' | 'swap';
  readonly onProgress?: (events: number) => void;
}

export interface Rebuilt {
  /** Events read from the topic. */
  readonly events: number;
  /** Events nobody can read; parked by the live ledger too. */
  readonly unreadable: number;
  /** Events the live ledger has not handled yet: on their way, or parked in its dead letters. */
  readonly behind: number;
  /** Rows that differ, about requests of which both know the same events; at most 100. */
  readonly differences: readonly Difference[];
}

const LIVE = 'ledger';

/**
 * Builds the ledger again from the topic's beginning, with the same projections, beside the live one, which goes on meanwhile. For the
 * comparison, or the exchange, the live one is held for a moment: its transactions wait at the lock, and what they then
 * deliver a second time is dropped by the inbox that came along.
 */
export async function rebuildLedger(options: RebuildOptions): Promise<Rebuilt> {
  const { pool, mode } = options;
  await makeShadow(pool, LIVE);
  try {
    const dropped = await droppedEvents(pool);
    const reading = await readTopic({ ...options, schema: SHADOW, dropped });
    const client = await pool.connect();
    try {
      await reading.catchUp();
      await client.query(beginIn('system'));
      await client.query(`lock table ${LIVE}.request, ${LIVE}.inbox in exclusive mode`);
      // The live ledger stands still now; whatever it has handled is on the topic.
      await reading.catchUp();
      const { behind, differences } = await compareTables(client, LIVE, SHADOW);
      if (mode === 'swap') await swapIn(client, LIVE);
      await client.query('commit');
      return { events: reading.events, unreadable: reading.unreadable, behind, differences };
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
      await reading.close();
    }
  } finally {
    await pool.query(`drop schema if exists ${SHADOW} cascade`);
  }
}

/** Given up by a person; a rebuilt ledger does not bring them back. */
async function droppedEvents(pool: Pool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ event_id: string }>(
    `select event_id from ${LIVE}.inbox where outcome = 'dropped'`,
  );
  return new Set(rows.map((row) => row.event_id));
}
