import type { PoolClient } from 'pg';
import { outboxInsert } from '#eventlog/outgoing-rows.js';
import type { ClaimedDeadlines } from './claim-due-deadlines.js';

export interface FiredDeadline {
  /** Epoch ms. */
  readonly dueAt: number;
  /** false: its assignment had climbed already or is past. */
  readonly tookEffect: boolean;
  /** It raised its request a level. */
  readonly climbed: boolean;
}

/**
 * What is due of the locked requests, in the order of due times: deadlines, states and outbox by one statement. Where more is due than
 * was claimed, only as far as the claim reaches ($5): a request's younger deadlines wait for the older ones of others. A climb takes
 * effect only if the request is open, the assignment current and not climbing yet. A request is locked, so it stays where it was
 * found (ctid).
 *
 * A state may be some kB of jsonb, unpacked anew by every expression that names it: so it is read as a record once, and the
 * usual one deadline is marked by its place, instead of building the array anew.
 */
const FIRE = `
  with passed as materialized (
    delete from escalation.deadline d
    using escalation.request r,
      lateral jsonb_to_record(r.body) as b(status text, "escalatedNumber" int, holding jsonb, deadlines jsonb)
    where r.request_id = any($1::uuid[]) and d.request_id = r.request_id and d.due_at <= $5::text::timestamptz
    returning d.*, r.seq, r.ctid as place_of_request,
      d.event = 'EscalationRaised' as climb,
      d.assignment_number = coalesce((b.holding->>'number')::int, 0) as current,
      b.status = 'open' and b."escalatedNumber" < d.assignment_number as may_climb,
      (select place - 1 from jsonb_array_elements(b.deadlines) with ordinality as x(e, place)
       where e->>'kind' = d.kind and (e->>'ordinal')::int = d.ordinal
         and (e->>'assignmentNumber')::int = d.assignment_number) as index
  ), judged as materialized (
    select *, current and (not climb or may_climb and row_number() over (
        partition by request_id, climb, current order by due_at, kind collate "C", ordinal) = 1) as takes_effect
    from passed
  ), told as (
    update escalation.request r set
      seq = r.seq + f.events,
      body = case when cardinality(f.indexes) = 1
          then jsonb_set(r.body, array['deadlines', f.indexes[1]::text, 'state'], '"fired"')
          else jsonb_set(r.body, '{deadlines}', (
            select jsonb_agg(case when place - 1 = any(f.indexes) then e || '{"state": "fired"}' else e end order by place)
            from jsonb_array_elements(r.body->'deadlines') with ordinality as x(e, place))) end
        || case when f.climbed is null then '{}' else jsonb_build_object('escalatedNumber', f.climbed) end
    from (
      select place_of_request, count(*) filter (where takes_effect)::int as events,
        array_agg(index) filter (where index is not null) as indexes,
        max(assignment_number) filter (where takes_effect and climb) as climbed
      from judged group by place_of_request) f
    where r.ctid = f.place_of_request
  ), leaving as materialized (
    select request_id, event as name, body,
      seq + (row_number() over (partition by request_id order by due_at, kind collate "C", ordinal))::int as sequence,
      row_number() over (order by due_at, request_id, kind collate "C", ordinal) as place
    from judged where takes_effect
  ), left_by as (${outboxInsert('escalation', 'leaving', { topic: '$3::text', source: '$4::text', time: '$2::text' })}
  )
  select (extract(epoch from due_at) * 1000)::float8 as due_ms, takes_effect, takes_effect and climb as climbed
  from judged order by due_at`;

/**
 * Fires what was claimed in this transaction: once each, never before its time, whatever else is going on. `clock` is read anew after
 * the locks are held, so that an event never bears an earlier time than one before it.
 */
export async function fireClaimedDeadlines(
  client: PoolClient,
  log: { readonly service: string; readonly topic: string },
  clock: { now(): number },
  { requestIds, reach }: ClaimedDeadlines,
): Promise<FiredDeadline[]> {
  if (!requestIds) return [];
  const now = new Date(clock.now()).toISOString();
  const { rows } = await client.query({
    name: 'escalation.fire',
    text: FIRE,
    values: [requestIds, now, log.topic, `/liandong/${log.service}`, reach ?? now],
  });
  return rows.map((row) => ({
    dueAt: row.due_ms,
    tookEffect: row.takes_effect,
    climbed: row.climbed,
  }));
}
