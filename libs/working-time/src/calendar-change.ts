import type { Calendar } from './calendar.js';
import type { Closure } from './closure.js';
import { dayOf, formatDay, parseDay } from './civil-day.js';

/**
 * The days (sorted, `YYYY-MM-DD`) whose kind differs between two calendars. A provisional deadline wants a
 * new look at every import; a firm one only when one of these days lies between its start and its end: an
 * announcement in November may still turn a Saturday in December into a working day.
 */
export function changedDays(before: Calendar, after: Calendar): string[] {
  const dates = new Set([...before.days.keys(), ...after.days.keys()]);
  return [...dates].filter((date) => before.days.get(date)?.kind !== after.days.get(date)?.kind).sort();
}

/** The days (sorted, `YYYY-MM-DD`) of a closure that is announced, moved or taken back. */
export function closedDays(closure: Closure): string[] {
  const days: string[] = [];
  const last = parseDay(closure.until ?? closure.from);
  for (let day = parseDay(closure.from); day <= last; day++) days.push(formatDay(day));
  return days;
}

/**
 * Whether a deadline counted from `start` to `dueAt` (epoch ms) may move when `days` change: a deadline
 * depends on no day after its end.
 */
export function isTouched(start: number, dueAt: number, days: readonly string[]): boolean {
  const [from, until] = [formatDay(dayOf(start)), formatDay(dayOf(dueAt))];
  return days.some((date) => from <= date && date <= until);
}
