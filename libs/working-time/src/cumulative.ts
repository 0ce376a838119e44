import { weekdayOf } from './civil-day.js';

/**
 * A weight per day (working days: 0 or 1; office time: minutes), summed once so that "how much lies between
 * two days" is a subtraction and "on which day is the n-th reached" a binary search. Outside the summed days
 * the week repeats for ever, so every day has an answer and the array stays as short as the calendar.
 */
export interface Cumulative {
  /** The day of `sums[0]`. */
  readonly first: number;
  /** `sums[i]` = the weight of the days `first` to `first + i - 1`; one longer than there are days. */
  readonly sums: Int32Array;
  /** The weight by weekday, 0 = Sunday, outside the summed days. */
  readonly week: readonly number[];
  readonly perWeek: number;
}

export function cumulative(first: number, weights: ArrayLike<number>, week: readonly number[]): Cumulative {
  const sums = new Int32Array(weights.length + 1);
  for (let i = 0; i < weights.length; i++) sums[i + 1] = (sums[i] ?? 0) + (weights[i] ?? 0);
  return { first, sums, week, perWeek: week.reduce((sum, weight) => sum + weight, 0) };
}

/** The weight of all days before `day`, counted from `first` (negative before it). O(1). */
export function weightBefore(c: Cumulative, day: number): number {
  const i = day - c.first;
  const last = c.sums.length - 1;
  // 0 - x, not -x: nothing before is 0, never -0.
  if (i < 0) return 0 - repeating(c, day, c.first);
  if (i > last) return (c.sums[last] ?? 0) + repeating(c, c.first + last, day);
  return c.sums[i] ?? 0;
}

/**
 * The day on which the running weight reaches `target` (a whole number): more than nothing of it was missing
 * before, nothing is missing after, so the day always has weight. O(log n).
 */
export function dayReaching(c: Cumulative, target: number): number {
  const last = c.sums.length - 1;
  if (target <= 0) return reachingInWeeks(c, c.first, target);
  const total = c.sums[last] ?? 0;
  if (target > total) return reachingInWeeks(c, c.first + last, target - total);
  let low = 1;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((c.sums[middle] ?? 0) >= target) high = middle;
    else low = middle + 1;
  }
  return c.first + low - 1;
}

function repeating(c: Cumulative, from: number, until: number): number {
  const weeks = Math.floor((until - from) / 7);
  let sum = weeks * c.perWeek;
  for (let day = from + weeks * 7; day < until; day++) sum += c.week[weekdayOf(day)] ?? 0;
  return sum;
}

function reachingInWeeks(c: Cumulative, anchor: number, target: number): number {
  const weeks = Math.ceil(target / c.perWeek) - 1;
  let day = anchor + weeks * 7;
  for (let missing = target - weeks * c.perWeek; ; day++) {
    missing -= c.week[weekdayOf(day)] ?? 0;
    if (missing <= 0) return day;
  }
}
