/**
 * What the property tests draw: calendars announced for half a year and starts on both sides of it, so that
 * unannounced days are counted too.
 */
import fc from 'fast-check';
import type { Calendar, CalendarDay } from '../src/calendar.js';
import type { Duration, Span } from '../src/duration.js';
import { DEFAULT_OFFICE_HOURS, WEEKDAYS, type OfficeHours } from '../src/office-hours.js';
import type { WorkingContext } from '../src/working-index.js';
import { DAY, dateOf, midnight, MINUTE } from './naive-count.js';

export const FROM = midnight('2026-01-01');
export const anyDate = fc.integer({ min: -60, max: 260 }).map((day) => dateOf(FROM + day * DAY));
export const anyDays = fc.array(fc.tuple(anyDate, fc.constantFrom('holiday' as const, 'makeup' as const)), {
  maxLength: 60,
});
export const calendarWith = (days: readonly (readonly [string, CalendarDay['kind']])[]): Calendar => ({
  version: 'drawn',
  coverageFrom: '2026-01-01',
  coverageUntil: '2026-06-30',
  days: new Map(days.map(([date, kind]) => [date, { kind, name: kind }])),
});
const anyClosures = fc.array(
  fc.tuple(anyDate, fc.nat(9)).map(([from, length]) => ({
    area: '360323',
    from,
    until: dateOf(midnight(from) + length * DAY),
    reason: '防汛',
  })),
  { maxLength: 5 },
);
const anyHours = fc.constantFrom<OfficeHours>(
  DEFAULT_OFFICE_HOURS,
  [{ from: '00:00', to: '24:00' }],
  [{ from: '08:30', to: '17:00', days: ['tuesday', 'saturday'] }],
  [
    { from: '08:00', to: '11:30' },
    { from: '14:00', to: '15:00', days: ['monday', 'wednesday', 'sunday'] },
    { from: '15:00', to: '24:00', days: ['monday'] },
    { from: '10:00', to: '16:00', days: ['makeup'] },
  ],
);
export const anyContext: fc.Arbitrary<WorkingContext> = fc.record({
  calendar: anyDays.map(calendarWith),
  officeHours: anyHours,
  closures: anyClosures,
});
const edges = ['00:00', '08:00', '09:00', '11:30', '12:00', '13:30', '14:00', '15:00', '17:30', '23:59'];
const minuteOfDay = fc.oneof(
  fc.nat(1439),
  fc.constantFrom(...edges.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))),
);
export const anyMinute = fc
  .tuple(fc.integer({ min: -50, max: 250 }), minuteOfDay)
  .map(([day, minute]) => FROM + day * DAY + minute * MINUTE);
export const anyInstant = fc.integer({ min: -50 * DAY, max: 250 * DAY }).map((ms) => FROM + ms);

const from = fc.constantFrom('now' as const, 'next-day' as const);
const roll = fc.constantFrom({}, { orNextWorkingDay: true as const });
export const workingSpan = fc.record({
  amount: fc.integer({ min: 1, max: 60 }),
  unit: fc.constantFrom('minutes' as const, 'hours' as const),
  time: fc.constant('working' as const),
  from,
});
export const workingDays = fc.record({
  amount: fc.integer({ min: 1, max: 60 }),
  unit: fc.constant('days' as const),
  time: fc.constant('working' as const),
  from,
});
export const otherSpan = fc.oneof(
  fc.integer({ min: 1, max: 60 }).chain((amount) =>
    fc.oneof(
      fc.record({
        amount: fc.constant(amount),
        unit: fc.constant('days' as const),
        time: fc.constant('calendar' as const),
        from: fc.constant('now' as const),
      }),
      roll.map((rolling) => ({
        amount,
        unit: 'days' as const,
        time: 'calendar' as const,
        from: 'next-day' as const,
        ...rolling,
      })),
    ),
  ),
  fc.record({
    amount: fc.integer({ min: 1, max: 60 }),
    unit: fc.constantFrom('minutes' as const, 'hours' as const, 'days' as const),
    time: fc.constant('round-the-clock' as const),
    from,
  }),
);
export const anySpan: fc.Arbitrary<Span> = fc.oneof(workingSpan, workingDays, otherSpan);
export const anyMonthly: fc.Arbitrary<Exclude<Duration, Span>> = fc.oneof(
  fc
    .tuple(
      fc.integer({ min: 1, max: 31 }),
      fc.option(fc.integer({ min: 1, max: 31 }), { nil: undefined }),
      roll,
    )
    .map(([to, first, rolling]) => ({
      dayOfMonth: first === undefined ? { to } : { from: Math.min(first, to), to },
      ...rolling,
    })),
  fc
    .tuple(
      fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const, 'last' as const),
      fc.constantFrom(...WEEKDAYS),
      roll,
    )
    .map(([nth, weekday, rolling]) => ({ weekdayOfMonth: { nth, weekday }, ...rolling })),
);
export const anyDuration: fc.Arbitrary<Duration> = fc.oneof({ weight: 3, arbitrary: anySpan }, anyMonthly);
