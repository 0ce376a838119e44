import type { PoolClient } from 'pg';
import type { Saved } from '#eventlog/shell.js';
import type { RequestState } from '../domain/request-state.js';

/** Keeps what was added, in the transaction that tells of it. The place counts on; the request's row is locked meanwhile. */
export async function saveSupplements(
  client: PoolClient,
  saved: readonly Saved<RequestState>[],
  now: string,
): Promise<void> {
  const added = saved.flatMap(({ requestId, events }) =>
    events
      .filter(({ name }) => name === 'RequestSupplemented')
      .map(({ body }, order) => ({
        request_id: requestId,
        order,
        sealed: (body as { sealed: string }).sealed,
      })),
  );
  if (added.length === 0) return;
  await client.query({
    name: 'intake.supplements',
    text: `insert into intake.supplement (request_id, place, added_at, sealed)
      select request_id, 1 + "order" + (select count(*) from intake.supplement s where s.request_id = n.request_id), $2, sealed
      from jsonb_to_recordset($1::jsonb) as n(request_id uuid, "order" int, sealed text)`,
    values: [JSON.stringify(added), now],
  });
}
