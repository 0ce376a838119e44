import { DAY, MINUTE } from '#working-time/civil-day.js';
import type { Duration } from '#working-time/duration.js';
import { remaining, resume } from '#working-time/pause.js';
import { addWorkingDays } from '#working-time/working-days.js';
import type { WorkingContext } from '#working-time/working-index.js';

const MS = { minutes: MINUTE, hours: 60 * MINUTE, days: DAY };
/** More days off in a row than any calendar has. */
const MOST_DAYS_OFF = 60;

/**
 * So long before `dueAt`, counted backwards (epoch ms); null where that would not lie after `start`, since then nothing would
 * be left to warn of. A day of the month has no length and warns of nothing.
 */
export function timeBefore(
  start: number,
  dueAt: number,
  duration: Duration,
  context: WorkingContext,
): number | null {
  if (!('amount' in duration)) return null;
  const at = backwards(start, dueAt, duration, context);
  return at !== null && at > start && at < dueAt ? at : null;
}

function backwards(
  start: number,
  dueAt: number,
  { amount, unit, time }: Extract<Duration, { amount: number }>,
  context: WorkingContext,
): number | null {
  if (time !== 'working') return dueAt - amount * MS[unit];
  if (unit === 'days') return workingDaysBefore(dueAt, amount, context);
  // Office time is a straight line: forwards from the start, all of it but the last piece.
  const ahead = remaining(start, dueAt, 'working', context) - Math.round(amount * MS[unit]);
  return ahead > 0 ? resume(start, ahead, 'working', context) : null;
}

/** The latest of the days before, at the same time of day, from which so many working days end in time. */
function workingDaysBefore(dueAt: number, days: number, context: WorkingContext): number | null {
  for (let back = days; back <= days * 3 + MOST_DAYS_OFF; back += 1)
    if (addWorkingDays(dueAt - back * DAY, days, context) <= dueAt) return dueAt - back * DAY;
  return null;
}
