/**
 * The oracle of the property tests: walks days by their written dates and minutes one by one, and shares
 * nothing with what it judges but the types.
 */
import type { Duration, Span } from '../src/duration.js';
import { WEEKDAYS } from '../src/office-hours.js';
import type { WorkingContext } from '../src/working-index.js';

export const [MINUTE, DAY] = [60_000, 86_400_000];

export const dateOf = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
export const midnight = (date: string) => Date.parse(`${date}T00:00:00+08:00`);
const nextDate = (date: string) => dateOf(midnight(date) + DAY);
const weekdayName = (date: string) => WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sunday';
const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

export function hoursOn(
  date: string,
  { calendar, officeHours, closures }: WorkingContext,
): [number, number][] {
  if (closures.some(({ from, until = from }) => from <= date && date <= until)) return [];
  const kind = calendar.days.get(date)?.kind;
  if (kind === 'holiday') return [];
  const daysOf = (days: readonly string[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']) => days;
  const on = (day: string) =>
    officeHours
      .filter(({ days }) => daysOf(days).includes(day))
      .map(({ from, to }): [number, number] => [minuteOf(from), minuteOf(to)])
      .sort((a, b) => a[0] - b[0]);
  if (kind !== 'makeup') return on(weekdayName(date));
  const order = ['makeup', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  return order.map(on).find((hours) => hours.length > 0) ?? [];
}

function naiveWorkingDay(start: number, n: number, context: WorkingContext): string {
  let date = dateOf(start);
  for (let left = n; left > 0;) {
    date = nextDate(date);
    if (hoursOn(date, context).length > 0) left--;
  }
  return date;
}

function isOpen(hours: readonly [number, number][], minute: number): boolean {
  for (const [from, to] of hours) if (from <= minute && minute < to) return true;
  return false;
}

export function naiveMinutes(start: number, minutes: number, context: WorkingContext): number {
  let date = dateOf(start);
  let begins = midnight(date);
  let hours = hoursOn(date, context);
  let left = minutes;
  for (let now = start; ; now += MINUTE) {
    if (now >= begins + DAY) {
      date = nextDate(date);
      begins = midnight(date);
      hours = hoursOn(date, context);
    }
    const minute = Math.floor((now - begins) / MINUTE);
    if (isOpen(hours, minute)) left--;
    if (left === 0) return now + MINUTE;
  }
}

function naiveSameTime(start: number, n: number, context: WorkingContext): number {
  const today = dateOf(start);
  const target = naiveWorkingDay(start, n, context);
  const hours = hoursOn(target, context);
  const time = hoursOn(today, context).length > 0 ? (start - midnight(today)) / MINUTE : 1440;
  for (let minute = time; minute >= 0; minute--) {
    if (hours.some(([from, to]) => from <= minute && minute <= to)) return midnight(target) + minute * MINUTE;
  }
  return midnight(target) + (hours[0]?.[0] ?? 0) * MINUTE;
}

function naiveRoll(date: string, roll: boolean | undefined, context: WorkingContext): number {
  let last = date;
  while (roll && hoursOn(last, context).length === 0) last = nextDate(last);
  return midnight(last) + DAY;
}

const isLastOfMonth = (date: string) => nextDate(date).endsWith('-01');
const dayNumber = (date: string) => Number(date.slice(8));

function naiveMonthDay(start: number, duration: Exclude<Duration, Span>): string {
  for (let date = dateOf(start); ; date = nextDate(date)) {
    if ('dayOfMonth' in duration) {
      const { from, to } = duration.dayOfMonth;
      if (dayNumber(date) !== to && !(dayNumber(date) < to && isLastOfMonth(date))) continue;
      let opening = date;
      while (from !== undefined && dayNumber(opening) > from) opening = dateOf(midnight(opening) - DAY);
      if (from === undefined || midnight(opening) >= start) return date;
      continue;
    }
    const { nth, weekday } = duration.weekdayOfMonth;
    if (weekdayName(date) !== weekday) continue;
    const isLast = dateOf(midnight(date) + 7 * DAY).slice(0, 7) !== date.slice(0, 7);
    if (nth === 'last' ? isLast : Math.ceil(dayNumber(date) / 7) === nth) return date;
  }
}

export function naiveDueAt(start: number, d: Duration, context: WorkingContext): number {
  if (!('amount' in d)) return naiveRoll(naiveMonthDay(start, d), d.orNextWorkingDay, context);
  const tomorrow = midnight(nextDate(dateOf(start)));
  const begin = d.from === 'next-day' ? tomorrow : start;
  const minutes = d.amount * { minutes: 1, hours: 60, days: 1440 }[d.unit];
  if (d.time === 'round-the-clock') return begin + minutes * MINUTE;
  if (d.time === 'calendar') {
    if (d.from !== 'next-day') return start + minutes * MINUTE;
    let date = dateOf(start);
    for (let i = 0; i < d.amount; i++) date = nextDate(date);
    return naiveRoll(date, d.orNextWorkingDay, context);
  }
  if (d.unit !== 'days') return naiveMinutes(begin, minutes, context);
  if (d.from !== 'next-day') return naiveSameTime(start, d.amount, context);
  const date = naiveWorkingDay(start, d.amount, context);
  return midnight(date) + (hoursOn(date, context).at(-1)?.[1] ?? 0) * MINUTE;
}
