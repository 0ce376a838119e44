import type { Pool, PoolClient } from 'pg';

/**
 * Lends a connection to `work`, which has begun a transaction at its start and committed it at its end. If it rejects, what it
 * did is rolled back, and a connection that cannot even do that is thrown away.
 */
export async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: unknown;
  try {
    return await work(client);
  } catch (error) {
    // A server that did not answer in time would not answer this either; a statement prepared for what a table was stays refused.
    if (isUnanswered(error) || isOutdated(error)) broken = error;
    else await client.query('rollback').catch((fault: unknown) => (broken = fault));
    throw error;
  } finally {
    client.release(broken !== undefined);
  }
}

/** node-postgres's own time-out (`query_timeout`). */
const isUnanswered = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Query read timeout';

/** PostgreSQL gives it the code of all that it does not support. */
const isOutdated = (error: unknown): boolean => (error as { code?: string } | null)?.code === '0A000';
