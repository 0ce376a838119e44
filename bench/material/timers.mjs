import { connect } from '../harness/stack.mjs';
import { fillDeadlines, heldRequest, resetDeadlines } from './deadlines.mjs';

/**
 * What a peer's timers act upon: the tables of escalation itself without its deadlines. A timer that fires does the same work as
 * one of ours: the request's sequence number and climb, and the consequence in the outbox, committed.
 */
export async function fillRequests(stack, { requests }) {
  const client = await connect(stack.databaseUrl);
  const { rows: found } = await client.query(`select to_regclass('escalation.request') as request`);
  if (found[0].request) await resetDeadlines(client, { requests });
  else await fillDeadlines(client, stack, { requests, pending: 0 });
  const { rows } = await client.query('select request_id from escalation.request order by request_id');
  await client.query('checkpoint');
  const { body } = heldRequest().due.consequence;
  return { client, ids: rows.map((row) => row.request_id), body };
}

/** `count` far-future timers, added in chunks. */
export async function addFar(peer, { ids, body, count }) {
  const chunk = 50_000;
  for (let at = 0; at < count; at += chunk)
    await peer.add(
      Array.from({ length: Math.min(chunk, count - at) }, (_, k) => ({
        data: { ...body, requestId: ids[(at + k) % ids.length] },
        due: farDue(at + k),
      })),
    );
}

const WORK = (picked) => `
  with moved as (
    update escalation.request r set seq = r.seq + 1, body = r.body || '{"escalatedNumber": 1}'
    from ${picked}
    where r.request_id = job.request_id and r.body->>'status' = 'open' and (r.body->>'escalatedNumber')::int < 1
    returning r.request_id, r.seq, job.body)
  insert into escalation.outbox (topic, key, event_id, headers, value)
  select 'liandong.requests.v1', request_id, event_id,
    jsonb_build_object('ce_specversion', '1.0', 'ce_id', event_id, 'ce_type', 'liandong.EscalationRaised.v1',
      'ce_source', '/liandong/escalation', 'ce_subject', request_id, 'ce_time', $2::text, 'ce_partitionkey', request_id,
      'ce_sequence', seq::text, 'content-type', 'application/json'),
    body::text
  from (select *, uuidv7() as event_id from moved) m`;

/** One timer's work: one prepared statement, one transaction. Values: the timer's data as JSON, the time. */
export const WORK_ONE = {
  name: 'work-one',
  text: WORK(`(select ($1::jsonb->>'requestId')::uuid as request_id, $1::jsonb as body) as job`),
};

/** A whole batch's, set-based. Values: the data of all as a JSON array, the time. */
export const WORK_MANY = WORK(
  `(select (body->>'requestId')::uuid as request_id, body from jsonb_array_elements($1::jsonb) as body) as job`,
);

/** Throws unless each of `count` timers did its work exactly once. */
export async function checkWork(client, count) {
  const { rows } = await client.query(
    `select (select count(*)::int from escalation.request where seq = 2) as climbed,
       (select count(*)::int from escalation.request where seq > 2) as twice,
       (select count(*)::int from escalation.outbox) as events,
       (select count(distinct key)::int from escalation.outbox) as requests`,
  );
  const wanted = { climbed: count, twice: 0, events: count, requests: count };
  if (JSON.stringify(rows[0]) !== JSON.stringify(wanted))
    throw new Error(`not exactly once: ${JSON.stringify(rows[0])} instead of ${JSON.stringify(wanted)}`);
}

/** 1 to 30 days ahead, scattered; epoch ms. */
const farDue = (n) =>
  Date.now() + 86_400_000 + (((n * 2654435761) % 1_000_003) / 1_000_003) * 29 * 86_400_000;

/** Requests whose timers fall due, scattered over all. */
export const pickDue = (ids, count) => {
  const stride = Math.floor(ids.length / count);
  return Array.from({ length: count }, (_, k) => ids[k * stride]);
};
