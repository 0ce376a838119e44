import { checkInstant, dayOf, MINUTE, startOfDay } from './civil-day.js';
import { dayReaching, weightBefore } from './cumulative.js';
import { indexOf, openOn, type WorkingContext, type WorkingIndex } from './working-index.js';

/** Whether the office is open at an instant (epoch ms); it is at 09:00, it is no longer at 12:00. */
export function isWorkingTime(at: number, context: WorkingContext): boolean {
  const day = dayOf(checkInstant(at));
  const time = at - startOfDay(day);
  return openOn(indexOf(context), day).some(([from, to]) => from * MINUTE <= time && time < to * MINUTE);
}

/** Whether the office opens at all on the day of an instant (epoch ms). */
export const isWorkingDay = (at: number, context: WorkingContext): boolean =>
  openOn(indexOf(context), dayOf(checkInstant(at))).length > 0;

/** `at` itself when the office is open, else the next opening (epoch ms). */
export function nextWorkingInstant(at: number, context: WorkingContext): number {
  const index = indexOf(context);
  const day = dayOf(checkInstant(at));
  const time = at - startOfDay(day);
  const interval = openOn(index, day).find(([, to]) => time < to * MINUTE);
  return interval ? Math.max(at, startOfDay(day) + interval[0] * MINUTE) : openingAfter(index, day);
}

/** Office time between two instants, ms; negative when `b` lies before `a`. */
export function workingMsBetween(a: number, b: number, context: WorkingContext): number {
  const index = indexOf(context);
  return workedMs(index, checkInstant(b)) - workedMs(index, checkInstant(a));
}

/**
 * The instant at which `ms` (more than 0) of office time have passed since `at`. When they are used up
 * exactly as the office closes, that is the close, not the next opening.
 */
export const afterWorkingMs = (index: WorkingIndex, at: number, ms: number): number =>
  instantWorked(index, workedMs(index, at) + ms);

/** The first opening after the day `day` is over, epoch ms. */
export function openingAfter(index: WorkingIndex, day: number): number {
  const next = dayReaching(index.workingDays, weightBefore(index.workingDays, day + 1) + 1);
  return startOfDay(next) + (openOn(index, next)[0]?.[0] ?? 0) * MINUTE;
}

/** Office time since the index begins, ms: the scale on which working time is a straight line. */
function workedMs(index: WorkingIndex, at: number): number {
  const day = dayOf(at);
  const time = at - startOfDay(day);
  let ms = weightBefore(index.minutes, day) * MINUTE;
  for (const [from, to] of openOn(index, day)) ms += Math.max(0, Math.min(time, to * MINUTE) - from * MINUTE);
  return ms;
}

function instantWorked(index: WorkingIndex, worked: number): number {
  // Whole days are whole minutes, so the day of a fraction is the day of the minute it is in.
  const day = dayReaching(index.minutes, Math.ceil(worked / MINUTE));
  let rest = worked - weightBefore(index.minutes, day) * MINUTE;
  for (const [from, to] of openOn(index, day)) {
    const length = (to - from) * MINUTE;
    if (rest <= length) return startOfDay(day) + from * MINUTE + rest;
    rest -= length;
  }
  throw new Error('unreachable: the day holds the instant');
}
