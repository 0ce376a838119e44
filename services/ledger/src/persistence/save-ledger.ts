import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import { pipelined } from '#eventlog/pipelined.js';
import { quoteName } from '#eventlog/quote-name.js';
import type { Saved } from '#eventlog/shell.js';
import { FRESH } from '../domain/fresh.js';
import { nextDueAt } from '../domain/lateness.js';
import type { RequestView } from '../domain/request-view.js';

const LIST_COLUMNS = {
  request_id: 'uuid',
  number: 'text',
  number_digits: 'text',
  jurisdiction: 'text',
  area_code: 'text',
  scope_area: 'text',
  holder_area: 'text',
  level: 'text',
  office: 'text',
  officer: 'text',
  state: 'text',
  category: 'text',
  severity: 'text',
  kind: 'text',
  next_due_at: 'timestamptz',
  overdue_since: 'timestamptz',
  submitted_at: 'timestamptz',
  held_since: 'timestamptz',
  accepted_at: 'timestamptz',
  resolved_at: 'timestamptz',
  closed_at: 'timestamptz',
  closed_how: 'text',
  rating: 'int',
  disputes: 'int',
  climbs: 'int',
  requester_id: 'text',
} as const;

/** Writes lists, timeline, holdings and moves from the views just saved: five statements in one round trip, however many views. */
export const saveLedger =
  (schema: string) =>
  async (client: PoolClient, saved: readonly Saved<RequestView>[]): Promise<void> => {
    const s = quoteName(schema);
    const views = saved.map(({ state }) => state);
    const fresh = views.flatMap((view) => (view[FRESH] ?? []).map((one) => ({ view, ...one })));
    const forgotten = fresh.filter(({ entry }) => entry.type === 'RequestAnonymised');
    const run = (statement: { name: string; text: string }, rows: readonly object[]) =>
      rows.length > 0 && client.query({ ...statement, values: [JSON.stringify(rows)] });
    await pipelined(client, () => [
      run({ name: `${schema}.list`, text: upsertList(s) }, saved.flatMap(changedListRow)),
      run({ name: `${schema}.entries`, text: insertEntries(s) }, fresh.map(entryRow)),
      run({ name: `${schema}.forget`, text: forgetWords(s) }, forgotten.map(entryRow)),
      run({ name: `${schema}.holdings`, text: upsertHoldings(s) }, saved.flatMap(changedHoldings)),
      run({ name: `${schema}.moves`, text: insertMoves(s) }, fresh.flatMap(moveRow)),
    ]);
  };

function upsertList(s: string): string {
  const columns = Object.keys(LIST_COLUMNS);
  const types = Object.entries(LIST_COLUMNS).map(([name, type]) => `${name} ${type}`);
  const updates = columns.filter((name) => name !== 'request_id').map((name) => `${name} = excluded.${name}`);
  return `insert into ${s}.request_list (${columns.join(', ')})
    select ${columns.join(', ')} from jsonb_to_recordset($1::jsonb) as r(${types.join(', ')})
    on conflict (request_id) do update set ${updates.join(', ')}`;
}

const insertEntries = (
  s: string,
): string => `insert into ${s}.timeline_entry (request_id, seq, event_id, type, at, by, level, assignment_number, reason, about, sealed)
  select * from jsonb_to_recordset($1::jsonb) as r(request_id uuid, seq int, event_id uuid, type text, at timestamptz, by jsonb,
    level text, assignment_number int, reason jsonb, about jsonb, sealed text)`;

/** What people wrote goes, and which resident it was; that somebody said something then stays. */
const forgetWords = (s: string): string => `update ${s}.timeline_entry e set sealed = null,
    by = case when e.by->>'kind' = 'resident' then e.by || '{"id": null}' else e.by end
  from jsonb_to_recordset($1::jsonb) as r(request_id uuid) where e.request_id = r.request_id`;

const upsertHoldings = (
  s: string,
): string => `insert into ${s}.holding (request_id, assignment_number, level, area_code, office, officer, from_at, until_at, accepted_at, ended_because)
  select * from jsonb_to_recordset($1::jsonb) as r(request_id uuid, assignment_number int, level text, area_code text, office text,
    officer text, from_at timestamptz, until_at timestamptz, accepted_at timestamptz, ended_because text)
  on conflict (request_id, assignment_number) do update set
    until_at = excluded.until_at, accepted_at = excluded.accepted_at, ended_because = excluded.ended_because`;

const insertMoves = (
  s: string,
): string => `insert into ${s}.move (request_id, seq, number, jurisdiction, from_level, to_level, cause, reason, at)
  select * from jsonb_to_recordset($1::jsonb) as r(request_id uuid, seq int, number text, jurisdiction text, from_level text,
    to_level text, cause text, reason jsonb, at timestamptz)`;

/** That a notice went out, say, changes nothing of what lists show and find by. */
function changedListRow({ state, previous }: Saved<RequestView>): object[] {
  const row = listRow(state);
  return previous && isDeepStrictEqual(row, listRow(previous)) ? [] : [row];
}

function listRow(view: RequestView): Record<keyof typeof LIST_COLUMNS, unknown> {
  const { assignment } = view;
  return {
    request_id: view.requestId,
    number: view.number,
    number_digits: view.number.replace(/\D/g, ''),
    jurisdiction: view.jurisdiction,
    area_code: view.areaCode,
    scope_area: view.areaCode ?? view.jurisdiction,
    holder_area: assignment?.areaCode ?? null,
    level: view.level,
    office: assignment?.office.code ?? null,
    officer: assignment?.officerId ?? null,
    state: view.state,
    category: view.category,
    severity: view.severity,
    kind: view.kind,
    next_due_at: nextDueAt(view),
    overdue_since: view.overdue?.since ?? null,
    submitted_at: view.receivedAt,
    held_since: assignment?.since ?? null,
    accepted_at: view.firstAcceptedAt,
    resolved_at: view.resolvedAt,
    closed_at: view.endedAt,
    closed_how: view.closedHow,
    rating: view.rating,
    disputes: view.disputes,
    climbs: view.climbs,
    requester_id: view.requester.id,
  };
}

type FreshOf = { readonly view: RequestView } & NonNullable<RequestView[typeof FRESH]>[number];

const entryRow = ({ entry }: FreshOf): object => ({
  request_id: entry.requestId,
  seq: entry.seq,
  event_id: entry.eventId,
  type: entry.type,
  at: entry.at,
  by: entry.by,
  level: entry.level,
  assignment_number: entry.assignmentNumber,
  reason: entry.reason,
  about: entry.about,
  sealed: entry.sealed,
});

const moveRow = ({ view, entry, move }: FreshOf): object[] =>
  move
    ? [
        {
          request_id: view.requestId,
          seq: entry.seq,
          number: view.number,
          jurisdiction: view.jurisdiction,
          from_level: move.fromLevel,
          to_level: move.toLevel,
          cause: move.cause,
          reason: move.reason,
          at: entry.at,
        },
      ]
    : [];

/** A long life has many holdings; only what this transaction touched is written again. */
function changedHoldings({ state, previous }: Saved<RequestView>): object[] {
  const before = new Map(previous?.holdings.map((holding) => [holding.number, JSON.stringify(holding)]));
  return state.holdings
    .filter((holding) => before.get(holding.number) !== JSON.stringify(holding))
    .map((holding) => ({
      request_id: state.requestId,
      assignment_number: holding.number,
      level: holding.level,
      area_code: holding.areaCode,
      office: holding.office,
      officer: holding.officer,
      from_at: holding.from,
      until_at: holding.until,
      accepted_at: holding.acceptedAt,
      ended_because: holding.endedBecause,
    }));
}
