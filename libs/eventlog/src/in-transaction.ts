import type { Pool, PoolClient } from 'pg';
import { withClient } from './with-client.js';

/** Commits what `work` did, or rolls back and rejects with its error. */
export function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return withClient(pool, async (client) => {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  });
}
