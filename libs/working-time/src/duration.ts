import type { Weekday } from './office-hours.js';

/**
 * How long a profile gives for something. In a profile it is written as a string (`readDuration`) or as the
 * object itself.
 *
 * `from` says where counting begins: `now` (the default) or `next-day`, the rule of the Civil Code by which
 * the day something happens is not counted.
 */
export type Duration = WorkingSpan | WorkingDays | CalendarDays | ElapsedSpan | MonthDay | MonthWeekday;

/** Minutes or hours of office time; from the next day, the first is the first of the next working day. */
export interface WorkingSpan {
  readonly amount: number;
  readonly unit: 'minutes' | 'hours';
  readonly time: 'working';
  readonly from?: CountedFrom;
}

/** From now: the same time of day, so many working days on (`addWorkingDays`). From the next day: the close. */
export interface WorkingDays {
  readonly amount: number;
  readonly unit: 'days';
  readonly time: 'working';
  readonly from?: CountedFrom;
}

/** Every day counts. From now: the same time of day. From the next day: midnight at the end of the last day. */
export interface CalendarDays extends Rolling {
  readonly amount: number;
  readonly unit: 'days';
  readonly time: 'calendar';
  readonly from?: CountedFrom;
}

/** Elapsed time, day and night. From the next day: beginning at the midnight that ends today. */
export interface ElapsedSpan {
  readonly amount: number;
  readonly unit: 'minutes' | 'hours' | 'days';
  readonly time: 'round-the-clock';
  readonly from?: CountedFrom;
}

/**
 * Midnight at the end of day `to` of the month, the next that is not over; a month that is shorter ends the
 * window with its last day. With `from`, days `from` to `to` are a window of work that must be whole: what
 * comes when it has opened waits for next month's. (Days 6-10: what comes on the 5th is due on the 10th,
 * what comes on the 7th on the 10th of next month.)
 */
export interface MonthDay extends Rolling {
  readonly dayOfMonth: { readonly from?: number; readonly to: number };
}

/** Midnight at the end of such a day, the next that is not over. A month without a fifth one is passed over. */
export interface MonthWeekday extends Rolling {
  readonly weekdayOfMonth: { readonly nth: 1 | 2 | 3 | 4 | 5 | 'last'; readonly weekday: Weekday };
}

interface Rolling {
  /**
   * When the last day is a day off, midnight at the end of the next working day instead (Civil Code, article
   * 203). Only for what ends with a day: with `from: now` a Saturday's would end later than a Sunday's.
   */
  readonly orNextWorkingDay?: true;
}

export type CountedFrom = 'now' | 'next-day';
export type Span = WorkingSpan | WorkingDays | CalendarDays | ElapsedSpan;

/** Which clock a running deadline is paused by. */
export type CountedTime = Span['time'];

/** A deadline named by a day of the month runs in calendar time. */
export const timeOf = (duration: Duration): CountedTime => ('time' in duration ? duration.time : 'calendar');
