import { checkInstant, DAY, dayOf, MINUTE, startOfDay } from './civil-day.js';
import { dayReaching, weightBefore } from './cumulative.js';
import { indexOf, openOn, type WorkingContext, type WorkingIndex } from './working-index.js';

/**
 * The same time of day `n` working days later (epoch ms): Friday 10:00 and one working day is Monday 10:00.
 * The answer never lies outside office hours: before the opening it becomes the opening, in the midday break
 * or in the evening the close before. What begins on a day off counts as begun when the last working day
 * closed, so Saturday and one working day is the close of Monday and nobody loses part of a day.
 * Throws a RangeError unless `n` is a whole number from 0; 0 answers `start`.
 */
export function addWorkingDays(start: number, n: number, context: WorkingContext): number {
  checkInstant(start);
  if (!Number.isInteger(n) || n < 0)
    throw new RangeError(`${n} is no number of working days; expected 0, 1, 2 ...`);
  return n === 0 ? start : sameTimeLater(indexOf(context), start, n);
}

export function sameTimeLater(index: WorkingIndex, start: number, n: number): number {
  const day = dayOf(start);
  const time = openOn(index, day).length > 0 ? start - startOfDay(day) : DAY;
  const target = nthWorkingDayAfter(index, day, n);
  const open = openOn(index, target);
  let within = (open[0]?.[0] ?? 0) * MINUTE;
  for (const [from, to] of open) if (from * MINUTE <= time) within = Math.min(time, to * MINUTE);
  return startOfDay(target) + within;
}

/** The close of the n-th working day after the day of `start`; the day itself does not count. */
export function closeOfNthDay(index: WorkingIndex, start: number, n: number): number {
  const target = nthWorkingDayAfter(index, dayOf(start), n);
  return startOfDay(target) + (openOn(index, target).at(-1)?.[1] ?? 0) * MINUTE;
}

/** `day` itself when it is a working day, else the next one. */
export const workingDayFrom = (index: WorkingIndex, day: number): number =>
  nthWorkingDayAfter(index, day - 1, 1);

const nthWorkingDayAfter = (index: WorkingIndex, day: number, n: number): number =>
  dayReaching(index.workingDays, weightBefore(index.workingDays, day + 1) + n);
