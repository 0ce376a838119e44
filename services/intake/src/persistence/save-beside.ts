import type { PoolClient } from 'pg';
import type { Saved } from '#eventlog/shell.js';
import type { RequestState } from '../domain/request-state.js';
import { saveSupplements } from './save-supplements.js';

/** What is kept beside the states: supplements come with their event and go when the request is anonymised. */
export async function saveBeside(
  client: PoolClient,
  saved: readonly Saved<RequestState>[],
  now: string,
): Promise<void> {
  await saveSupplements(client, saved, now);
  const forgotten = saved.filter(({ events }) => events.some(({ name }) => name === 'RequestAnonymised'));
  if (forgotten.length > 0)
    await client.query({
      name: 'intake.forget-supplements',
      text: 'delete from intake.supplement where request_id = any($1::uuid[])',
      values: [forgotten.map(({ requestId }) => requestId)],
    });
}
