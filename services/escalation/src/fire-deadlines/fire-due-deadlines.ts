import type { PoolClient } from 'pg';
import type { Outgoing } from '#contracts/catalogue.js';
import { failpoint } from '#eventlog/failpoint.js';
import { insertOutboxRows, outboxRow } from '#eventlog/outgoing-rows.js';

export interface FiringRange {
  /** Not due before this, epoch ms: the low watermark, or 0 for a full sweep. */
  readonly from: number;
  readonly limit: number;
}

export interface FiredDeadline {
  readonly dueAt: number;
  /** null where it took no effect: its assignment had climbed already or is past. */
  readonly event: Outgoing | null;
}

/**
 * Locks the requests whose deadlines are due, oldest first, and passes over those somebody else has in hand: any number of
 * replicas work side by side. The request's row is the lock, for decides and firings alike, so neither sees half of the other.
 */
const CLAIM = `
  select r.request_id
  from escalation.deadline d join escalation.request r using (request_id)
  where d.state = 'pending' and d.due_at <= $1 and d.due_at >= $2
  order by d.due_at
  limit $3
  for update of r skip locked`;

/**
 * Everything due of the locked requests, in the order of due times. A climb takes effect only if the request is open, the
 * assignment current and not climbing yet. States and deadlines change here; the events go out by the answer.
 */
const FIRE = `
  with passed as materialized (
    select d.*, r.seq,
      d.consequence->>'name' = 'EscalationRaised' as climb,
      d.assignment_number = coalesce((r.body #>> '{holding,number}')::int, 0) as current,
      r.body->>'status' = 'open' and (r.body->>'escalatedNumber')::int < d.assignment_number as may_climb
    from escalation.deadline d join escalation.request r using (request_id)
    where d.request_id = any($1::uuid[]) and d.state = 'pending' and d.due_at <= $2
  ), judged as materialized (
    select *, current and (not climb or may_climb and row_number() over (
        partition by request_id, climb, current order by due_at, kind collate "C", ordinal) = 1) as takes_effect
    from passed
  ), marked as (
    update escalation.deadline d set state = case when j.takes_effect then 'fired' else 'done' end
    from judged j
    where d.request_id = j.request_id and d.assignment_number = j.assignment_number
      and d.kind = j.kind and d.ordinal = j.ordinal
  ), told as (
    update escalation.request r set
      seq = r.seq + f.events,
      body = r.body
        || jsonb_build_object('deadlines', (
          select jsonb_agg(
            case when concat_ws('.', e->>'assignmentNumber', e->>'kind', e->>'ordinal') = any(f.keys)
              then e || '{"state": "fired"}' else e end order by place)
          from jsonb_array_elements(r.body->'deadlines') with ordinality as x(e, place)))
        || case when f.climbed is null then '{}' else jsonb_build_object('escalatedNumber', f.climbed) end
    from (
      select request_id, count(*) filter (where takes_effect)::int as events,
        array_agg(concat_ws('.', assignment_number, kind, ordinal)) as keys,
        max(assignment_number) filter (where takes_effect and climb) as climbed
      from judged group by request_id) f
    where r.request_id = f.request_id
  )
  select request_id, due_at, takes_effect, consequence,
    seq + (sum(takes_effect::int) over (
      partition by request_id order by due_at, kind collate "C", ordinal))::int as sequence
  from judged order by due_at, request_id, sequence`;

/**
 * Fires what is due, within the caller's transaction: once each, never before its time, whatever else is going on.
 * `clock` is read anew after the locks are held, so that an event never bears an earlier time than one before it.
 */
export async function fireDueDeadlines(
  client: PoolClient,
  log: { readonly service: string; readonly schema: string; readonly topic: string },
  clock: { now(): number },
  { from, limit }: FiringRange,
): Promise<FiredDeadline[]> {
  const claimed = await client.query({
    name: 'escalation.claim-due',
    text: CLAIM,
    values: [new Date(clock.now()), new Date(from), limit],
  });
  if (claimed.rows.length === 0) return [];
  failpoint('firing.after-claim');
  const now = new Date(clock.now()).toISOString();
  const ids = [...new Set(claimed.rows.map((row) => row.request_id as string))];
  const { rows } = await client.query({ name: 'escalation.fire', text: FIRE, values: [ids, now] });
  const effective = rows.filter((row) => row.takes_effect);
  await insertOutboxRows(
    client,
    log.schema,
    effective.map(({ request_id: requestId, consequence: event, sequence }) =>
      outboxRow(log, { requestId, event, sequence }, now),
    ),
  );
  failpoint('firing.after-fire');
  return rows.map((row) => ({
    dueAt: (row.due_at as Date).getTime(),
    event: row.takes_effect ? (row.consequence as Outgoing) : null,
  }));
}
