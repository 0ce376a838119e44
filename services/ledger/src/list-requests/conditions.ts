import type { Place } from './cursor.js';
import type { ListDto } from './list.dto.js';

/** Keeps a value of a statement; answers how the text names it (`$1`, `$2`, …). */
export type Put = (value: unknown) => string;

/** Whose deadline is behind them, by the clock that is passed as `$n`, never by the database's. `l` is ledger.request_list. */
export const late = (now: string): string =>
  `(l.state in ('received', 'awaiting_triage', 'assigned', 'in_work') and (l.overdue_since is not null or coalesce(l.next_due_at < ${now}, false)))`;

/** What is asked for, whoever asks: conditions on `l`, to be joined by `and`. @param now RFC 3339 UTC */
export function conditionsOf(filter: ListDto, after: Place | null, now: string, put: Put): string[] {
  const isLate = (): string => late(`${put(now)}::timestamptz`);
  return [
    ...(['level', 'office', 'officer', 'state', 'category', 'jurisdiction'] as const)
      .filter((name) => filter[name] !== undefined)
      .map((name) => `l.${name} = ${put(filter[name])}`),
    ...(filter.number === undefined ? [] : [`l.number_digits = ${put(filter.number.replace(/\D/g, ''))}`]),
    ...(filter.area === undefined ? [] : [`l.scope_area like ${put(`${filter.area}%`)}`]),
    // Not compared with a parameter: PostgreSQL is to see that only open ones can be late.
    ...(filter.late === undefined ? [] : [filter.late ? isLate() : `not ${isLate()}`]),
    ...(after
      ? [`(l.submitted_at, l.request_id) < (${put(after.submittedAt)}::timestamptz, ${put(after.id)}::uuid)`]
      : []),
  ];
}
