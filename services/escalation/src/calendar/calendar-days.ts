import type { Calendar } from '#working-time/calendar.js';
import { formatDay, parseDay, weekdayOf } from '#working-time/civil-day.js';

export interface DayAnswer {
  readonly date: string;
  readonly kind: 'working' | 'weekend' | 'holiday' | 'makeup';
  readonly name?: string;
  readonly nameEn?: string;
  /** Outside the coverage: a guess by the weekday. */
  readonly provisional: boolean;
}

/** What each day of the range is, both ends included. */
export function calendarDays(calendar: Calendar, from: string, to: string): DayAnswer[] {
  const days: DayAnswer[] = [];
  for (let day = parseDay(from); day <= parseDay(to); day += 1) {
    const date = formatDay(day);
    const provisional = date < calendar.coverageFrom || date > calendar.coverageUntil;
    const weekend = weekdayOf(day) === 0 || weekdayOf(day) === 6;
    const named = calendar.days.get(date);
    days.push({ date, ...(named ?? { kind: weekend ? 'weekend' : 'working' }), provisional });
  }
  return days;
}
