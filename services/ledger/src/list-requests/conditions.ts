import type { Principal } from '#chassis/principal.js';
import type { ListDto } from './list.dto.js';
import type { Place } from './cursor.js';

/** `where` of a list: conditions that are joined by `and`, and their values. Column `l` is ledger.request_list. */
export interface Conditions {
  readonly text: string;
  readonly values: unknown[];
}

/** Whose deadline is behind them, by the clock that is passed as `$n`, never by the database's. */
export const late = (now: string): string =>
  `(l.state in ('received', 'awaiting_triage', 'assigned', 'in_work') and (l.overdue_since is not null or coalesce(l.next_due_at < ${now}, false)))`;

/** @param now RFC 3339 UTC */
export function conditionsOf(filter: ListDto, after: Place | null, me: Principal, now: string): Conditions {
  const values: unknown[] = [];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const equal = (['level', 'office', 'officer', 'state', 'category'] as const)
    .filter((name) => filter[name] !== undefined)
    .map((name) => `l.${name} = ${put(filter[name])}`);
  const all = [
    scopeOf(me, put),
    ...equal,
    ...(filter.jurisdiction === undefined ? [] : [`l.jurisdiction = ${put(filter.jurisdiction)}`]),
    ...(filter.number === undefined ? [] : [`l.number_digits = ${put(filter.number.replace(/\D/g, ''))}`]),
    ...(filter.area === undefined ? [] : [`l.scope_area like ${put(`${filter.area}%`)}`]),
    ...(filter.late === undefined ? [] : [`${late(`${put(now)}::timestamptz`)} = ${put(filter.late)}`]),
    ...(after
      ? [`(l.submitted_at, l.request_id) < (${put(after.submittedAt)}::timestamptz, ${put(after.id)}::uuid)`]
      : []),
  ];
  return { text: all.join(' and '), values };
}

/** The same as `maySee`, for many at once. */
function scopeOf(me: Principal, put: (value: unknown) => string): string {
  const own = `l.requester_id = ${put(me.sub)}`;
  if (me.role === 'resident') return own;
  const ways = [own];
  const inJurisdiction =
    me.jurisdiction === null ? 'true' : `l.jurisdiction like ${put(`${me.jurisdiction}%`)}`;
  if (me.area !== null) {
    const area = put(`${me.area}%`);
    ways.push(`(${inJurisdiction} and (l.scope_area like ${area} or exists (
      select from ledger.holding h where h.request_id = l.request_id and h.area_code like ${area})))`);
  } else if (me.role === 'admin' || me.role === 'monitor') ways.push(inJurisdiction);
  if (me.office !== null)
    ways.push(`(${inJurisdiction} and exists (
      select from ledger.holding h where h.request_id = l.request_id and h.office = ${put(me.office)}))`);
  return `(${ways.join(' or ')})`;
}
