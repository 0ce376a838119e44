import type { PoolClient } from 'pg';
import type { RequestState } from '../domain/request-state.js';

/** As far as the row scope of the transaction shows it. */
export async function findState(client: PoolClient, requestId: string): Promise<RequestState | undefined> {
  const { rows } = await client.query<{ body: RequestState }>({
    name: 'intake.state',
    text: 'select body from intake.request where request_id = $1',
    values: [requestId],
  });
  return rows[0]?.body;
}
