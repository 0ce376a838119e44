import { checkInstant } from './civil-day.js';
import type { CountedTime } from './duration.js';
import { afterWorkingMs, workingMsBetween } from './working-instant.js';
import { indexOf, type WorkingContext } from './working-index.js';

/**
 * What a pause keeps of a deadline, ms: office time for working deadlines, elapsed time for the others.
 * 0 when it has passed.
 */
export const remaining = (at: number, dueAt: number, time: CountedTime, context: WorkingContext): number =>
  Math.max(
    0,
    time === 'working' ? workingMsBetween(at, dueAt, context) : checkInstant(dueAt) - checkInstant(at),
  );

/**
 * Where a deadline lies that goes on at `at` with `remainingMs` left (epoch ms); `at` when nothing is left.
 * A pause of no length answers the same deadline. One that was due just as the office opened comes back as
 * the close before: no office time lies between the two, and a number cannot tell them apart.
 */
export function resume(at: number, remainingMs: number, time: CountedTime, context: WorkingContext): number {
  checkInstant(at);
  if (!(remainingMs >= 0)) throw new RangeError(`${remainingMs} is no remaining time; expected ms from 0`);
  if (remainingMs === 0) return at;
  return time === 'working' ? afterWorkingMs(indexOf(context), at, remainingMs) : at + remainingMs;
}
