import { dayOf, dayOfDate, daysInMonth, monthOf, startOfDay, weekdayOf } from './civil-day.js';
import type { MonthDay, MonthWeekday } from './duration.js';
import { WEEKDAYS } from './office-hours.js';

/** The day a monthly deadline counted from `start` ends with. */
export function nextMonthDay(start: number, duration: MonthDay | MonthWeekday): number {
  const today = dayOf(start);
  const [year, month] = monthOf(today);
  // A fifth weekday comes at least once in any three months; the bound is only against an endless loop.
  for (let ahead = 0; ahead < 12; ahead++) {
    const day =
      'dayOfMonth' in duration
        ? windowEnd(start, duration, year, month + ahead)
        : nthWeekday(duration, year, month + ahead);
    if (day !== null && day >= today) return day;
  }
  throw new Error('unreachable: every year has such a day');
}

function windowEnd(start: number, { dayOfMonth: { from, to } }: MonthDay, year: number, month: number) {
  const length = daysInMonth(year, month);
  const opened = from !== undefined && startOfDay(dayOfDate(year, month, Math.min(from, length))) < start;
  return opened ? null : dayOfDate(year, month, Math.min(to, length));
}

function nthWeekday({ weekdayOfMonth: { nth, weekday } }: MonthWeekday, year: number, month: number) {
  const first = dayOfDate(year, month, 1);
  const length = daysInMonth(year, month);
  const ahead = (WEEKDAYS.indexOf(weekday) - weekdayOf(first) + 7) % 7;
  const date = nth === 'last' ? ahead + 7 * Math.floor((length - 1 - ahead) / 7) : ahead + 7 * (nth - 1);
  return date < length ? first + date : null;
}
