import type { PoolClient } from 'pg';
import type { Saved } from '#eventlog/shell.js';
import type { Notice, RequestState } from '../domain/request-state.js';

/**
 * Keeps `notice` and the line of those that wait in step with the states just saved: rows for what was planned, the end of what
 * was settled.
 */
export async function saveNotices(
  client: PoolClient,
  saved: readonly Saved<RequestState>[],
  now: string,
  channel: string,
): Promise<void> {
  const changes = saved.flatMap(({ requestId, state, previous }) =>
    Object.entries(state.notices)
      .filter(([key, { state: so }]) => so !== 'not_owed' && so !== previous?.notices[key]?.state)
      .map(([key, notice]) => ({ requestId, key, notice, state, isNew: !previous?.notices[key] })),
  );
  const fresh = changes.filter(({ isNew }) => isNew).map(rowOf);
  const ended = changes
    .filter(({ isNew }) => !isNew)
    .map(({ requestId, key, notice }) => ({
      request_id: requestId,
      key,
      ...endOf(notice),
    }));
  if (fresh.length > 0)
    await client.query({
      name: 'notification.notices-planned',
      text: `with planned as (
        insert into notification.notice (request_id, key, purpose, recipient, assignment_number, number,
          jurisdiction, area_code, office_code, channel, to_sealed, text_sealed, planned_at)
        select request_id, key, purpose, recipient, assignment_number, number, jurisdiction, area_code, office_code,
          $2, to_sealed, text_sealed, $3
        from jsonb_to_recordset($1::jsonb) as n(place int, request_id uuid, key text, purpose text, recipient text,
          assignment_number int, number text, jurisdiction text, area_code text, office_code text, to_sealed text,
          text_sealed text)
        order by n.place
        on conflict (request_id, key) do nothing
        returning id, place)
        insert into notification.waiting_notice (id, place) select id, place from planned order by place`,
      values: [JSON.stringify(fresh.map((row, place) => ({ place, ...row }))), channel, now],
    });
  if (ended.length > 0)
    await client.query({
      name: 'notification.notices-ended',
      text: `with ended as (
        select n.id, e.*
        from jsonb_to_recordset($1::jsonb)
          as e(request_id uuid, key text, state text, attempts int, reference text, told_by text, note_sealed text)
          -- Entered by its key even if planned while the table was all but empty.
          cross join lateral (select id from notification.notice where request_id = e.request_id and key = e.key offset 0) n),
        told as (delete from notification.waiting_notice where id = any(array(select id from ended)))
        update notification.notice n set state = e.state, attempts = greatest(n.attempts, e.attempts),
          reference = coalesce(e.reference, n.reference), told_by = e.told_by, note_sealed = e.note_sealed, settled_at = $2
        from ended e where n.id = e.id`,
      values: [JSON.stringify(ended), now],
    });
  const forgotten = saved.filter(({ state, previous }) => state.forgotten && !previous?.forgotten);
  if (forgotten.length > 0)
    await forget(
      client,
      forgotten.map(({ requestId }) => requestId),
    );
}

/** Address and words go; what was planned, tried and settled stays. */
async function forget(client: PoolClient, requestIds: readonly string[]): Promise<void> {
  await client.query({
    name: 'notification.forget-notices',
    text: `update notification.notice set to_sealed = '', text_sealed = '', note_sealed = null
      where request_id = any($1::uuid[])`,
    values: [requestIds],
  });
  await client.query({
    name: 'notification.forget-caught',
    text: 'delete from notification.caught where request_id = any($1::uuid[])',
    values: [requestIds],
  });
}

interface Change {
  readonly requestId: string;
  readonly key: string;
  readonly notice: Notice;
  readonly state: RequestState;
}

function rowOf({ requestId, key, notice, state }: Change) {
  if (notice.state !== 'pending') throw new Error(`the notice ${key} is settled before it was planned`);
  const { holder, jurisdiction, number } = state;
  return {
    ...{ request_id: requestId, key, number, jurisdiction },
    purpose: notice.purpose,
    recipient: notice.recipient,
    assignment_number: notice.assignmentNumber,
    area_code: holder?.areaCode ?? state.areaCode ?? jurisdiction,
    office_code: holder?.office.code ?? null,
    to_sealed: notice.to,
    text_sealed: notice.text,
  };
}

function endOf(notice: Notice) {
  return {
    state: notice.state,
    attempts: 'attempts' in notice ? notice.attempts : null,
    reference: notice.state === 'sent' ? notice.reference : null,
    told_by: notice.state === 'done_by_hand' ? notice.by : null,
    note_sealed: notice.state === 'done_by_hand' ? notice.note : null,
  };
}
