import type { Pool, PoolClient } from 'pg';

export const SHADOW = 'ledger_rebuild';

/** What the topic makes; `inbox` along with it, so that the live consumer knows what is in. */
const TABLES = ['request', 'inbox', 'request_list', 'timeline_entry', 'holding', 'move'] as const;

/** An empty copy of the live tables, indexes and checks included. Only one at a time: a second rebuild is refused. */
export async function makeShadow(pool: Pool, live: string): Promise<void> {
  await pool.query(`create schema ${SHADOW}`).catch((error: { code?: string }) => {
    if (error.code === '42P06')
      throw new Error(`another rebuild is under way (if not: drop schema ${SHADOW} cascade)`);
    throw error;
  });
  for (const table of [...TABLES, 'outbox', 'receipt'])
    await pool.query(`create table ${SHADOW}.${table} (like ${live}.${table} including all)`);
}

/** Puts the rebuilt rows in place of the live ones, in the caller's transaction. */
export async function swapIn(client: PoolClient, live: string): Promise<void> {
  for (const table of TABLES) {
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(attname) as name from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum`,
      [`${live}.${table}`],
    );
    const columns = rows.map(({ name }) => name).join(', ');
    // Deleted, not truncated: readers of the live tables are not kept waiting.
    await client.query(`delete from ${live}.${table}`);
    await client.query(
      `insert into ${live}.${table} (${columns}) select ${columns} from ${SHADOW}.${table}${table === 'move' ? ' order by id' : ''}`,
    );
  }
}
