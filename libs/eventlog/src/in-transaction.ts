import type { Pool, PoolClient } from 'pg';

/** Commits what `work` did, or rolls back and rejects with its error. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: unknown;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((fault: unknown) => (broken = fault));
    throw error;
  } finally {
    client.release(broken !== undefined);
  }
}
