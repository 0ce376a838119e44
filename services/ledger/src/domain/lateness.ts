import { LATE_KINDS } from './project-escalation.js';
import { openStates, type RequestView } from './request-view.js';

/** The next instant from which the holder is late, if nothing is done; null where nothing runs. */
export function nextDueAt({ deadlines }: RequestView): string | null {
  const dues = deadlines.filter(({ kind }) => LATE_KINDS.includes(kind)).map(({ dueAt }) => dueAt);
  return dues.length === 0 ? null : dues.reduce((a, b) => (a < b ? a : b));
}

/** Open, and a deadline of whoever has it is behind it. @param now RFC 3339 UTC, ms */
export function isLate(view: RequestView, now: string): boolean {
  if (!(openStates as readonly string[]).includes(view.state)) return false;
  const due = nextDueAt(view);
  return view.overdue !== null || (due !== null && due < now);
}
