import type { Pool } from 'pg';
import { inOneTrip } from './in-transaction.js';
import { quoteName } from './quote-name.js';

const AT_ONCE = 5_000;

/**
 * Removes the kept answers of keys that are older, real time; 5,000 a transaction. They stand in the order they came, so the old
 * ones are found at the beginning; where none is old the table is read once.
 * @returns how many
 */
export async function pruneReceipts(pool: Pool, schema: string, days: number): Promise<number> {
  const s = quoteName(schema);
  for (let pruned = 0; ;) {
    const { rowCount } = await inOneTrip(pool, {
      text: `delete from ${s}.receipt where key in (
           select key from ${s}.receipt where created_at < clock_timestamp() - make_interval(days => $1) limit ${AT_ONCE})`,
      values: [days],
    });
    pruned += rowCount ?? 0;
    if ((rowCount ?? 0) < AT_ONCE) return pruned;
  }
}
