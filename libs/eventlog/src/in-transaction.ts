import type { Pool, PoolClient } from 'pg';
import { beginIn, type RowScope } from './row-scope.js';
import { withClient } from './with-client.js';

/** Commits what `work` did, or rolls back and rejects with its error. What is read for a caller is read in the caller's scope. */
export function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  scope: RowScope = 'system',
): Promise<T> {
  return withClient(pool, async (client) => {
    await client.query(beginIn(scope));
    const result = await work(client);
    await client.query('commit');
    return result;
  });
}
