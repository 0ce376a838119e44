import type { PoolClient } from 'pg';
import type { Principal } from './principal.js';

export interface Reading {
  readonly reader: Principal;
  /** Domain time, epoch ms. */
  readonly atMs: number;
  readonly requestId: string;
  readonly fields: readonly string[];
  readonly purpose: string;
  /** Encrypted. */
  readonly reason: string;
}

/** Place and hash of one row: kept elsewhere, they later prove that nothing before was altered or cut off. */
export interface Anchor {
  readonly seq: number;
  readonly hash: string;
}

export type Appended =
  | Anchor
  /** Read too often; epoch ms of the first reading that still counts. */
  | { readonly oldestMs: number };

const HOUR_MS = 3_600_000;
/** Full readings a person may do in an hour. */
export const MOST_READINGS = 20;

/** Appends one reading to the audit, in the transaction of the reading itself. */
export async function appendReading(client: PoolClient, reading: Reading): Promise<Appended> {
  const { reader, atMs, requestId, fields, purpose, reason } = reading;
  const { sub, role, level, area, office } = reader;
  const content = { requestId, fields, purpose, reason, role, level, area, office };
  const { rows } = await client.query<{ seq: string | null; hash: string; oldest_ms: string }>({
    name: 'audit.append',
    text: 'select seq, hash, oldest_ms from audit.append_reading($1, $2, $3, $4, $5)',
    values: [sub, atMs, JSON.stringify(content), atMs - HOUR_MS, MOST_READINGS],
  });
  const { seq, hash, oldest_ms } = rows[0]!;
  return seq === null ? { oldestMs: Number(oldest_ms) } : { seq: Number(seq), hash };
}

/** Real seconds until the caller may read again. */
export const secondsUntilNext = (oldestMs: number, atMs: number): number =>
  Math.max(1, Math.ceil((oldestMs + HOUR_MS - atMs) / 1000));
