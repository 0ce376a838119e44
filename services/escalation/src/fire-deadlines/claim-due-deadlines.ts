import type { PoolClient } from 'pg';
import { failpoint } from '#eventlog/failpoint.js';

export interface ClaimedDeadlines {
  /** Of requests, as PostgreSQL writes an array of uuid; null: none. Locked until the end of the transaction. */
  readonly requestIds: string | null;
  /** Due time of the youngest, in PostgreSQL's words; null: nothing due was left out, but for what somebody else has in hand. */
  readonly reach: string | null;
}

/**
 * Locks the requests whose deadlines are due, oldest first, and passes over those somebody else has in hand: any number of
 * replicas work side by side. The request's row is the lock, for decides and firings alike, so neither sees half of the other.
 */
const CLAIM = `
  select array_agg(request_id)::text as "requestIds", case when count(*) = $3 then max(due_at)::text end as reach
  from (
    select r.request_id, d.due_at
    from escalation.deadline d join escalation.request r using (request_id)
    where d.due_at <= $1 and d.due_at >= $2
    order by d.due_at
    limit $3
    for update of r skip locked) claimed`;

/** `limit` deadlines at most that are due `now` (epoch ms), but not before `from` (a timestamp as text). */
export async function claimDueDeadlines(
  client: PoolClient,
  now: number,
  { from, limit }: { readonly from: string; readonly limit: number },
): Promise<ClaimedDeadlines> {
  const { rows } = await client.query<ClaimedDeadlines>({
    name: 'escalation.claim-due',
    text: CLAIM,
    values: [new Date(now), from, limit],
  });
  const claimed = rows[0]!;
  if (claimed.requestIds) failpoint('firing.after-claim');
  return claimed;
}
