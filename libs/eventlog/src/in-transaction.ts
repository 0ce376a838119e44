import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { pipelined } from './pipelined.js';
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

/**
 * One statement as a transaction of its own: it costs a single round trip. It is sent before the transaction is known to have
 * begun; alone as it is, it then still happens whole or not at all.
 */
export function inOneTrip<Row extends QueryResultRow>(
  pool: Pool,
  statement: QueryConfig,
  scope: RowScope = 'system',
): Promise<QueryResult<Row>> {
  return withClient(pool, async (client) => {
    const [, result] = await pipelined(client, () => [
      client.query(beginIn(scope)),
      client.query<Row>(statement),
      client.query('commit'),
    ]);
    return result;
  });
}
