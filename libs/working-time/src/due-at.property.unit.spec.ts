import fc from 'fast-check';
import {
  anyContext,
  anyDate,
  anyDays,
  anyDuration,
  anyInstant,
  anyMinute,
  anyMonthly,
  anySpan,
  calendarWith,
  otherSpan,
  workingDays,
  workingSpan,
} from '../test/drawn-context.js';
import { DAY, dateOf, hoursOn, midnight, MINUTE, naiveDueAt } from '../test/naive-count.js';
import type { CalendarDay } from './calendar.js';
import { changedDays, closedDays, isTouched } from './calendar-change.js';
import { dueAt } from './due-at.js';
import type { Duration } from './duration.js';
import { OFFICIAL_CALENDAR } from './official-calendar.js';
import { DEFAULT_OFFICE_HOURS } from './office-hours.js';
import { isWorkingTime, workingMsBetween } from './working-instant.js';
import type { WorkingContext } from './working-index.js';

const at = (text: string) => Date.parse(`${text}+08:00`);
const due = (start: number, duration: Duration, context: WorkingContext) =>
  dueAt(start, duration, context).dueAt;
const withinHours = (instant: number, context: WorkingContext) =>
  isWorkingTime(instant, context) || isWorkingTime(instant - 1, context);

describe('a deadline is where a day-by-day, minute-by-minute count puts it', () => {
  it.each<[string, fc.Arbitrary<Duration>, number]>([
    ['working minutes and hours', workingSpan, 300],
    ['working days', workingDays, 1000],
    ['calendar days and elapsed time', otherSpan, 1000],
    ['days of the month', anyMonthly, 1000],
  ])('%s', (_, durations, numRuns) =>
    fc.assert(
      fc.property(anyMinute, durations, anyContext, (start, duration, context) =>
        expect(due(start, duration, context)).toBe(naiveDueAt(start, duration, context)),
      ),
      { numRuns },
    ),
  );

  it('on the official calendar, 2010 to 2026', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: at('2010-01-01T00:00') / MINUTE, max: at('2026-11-01T00:00') / MINUTE }),
        anyDuration,
        (minute, duration) => {
          const context = { calendar: OFFICIAL_CALENDAR, officeHours: DEFAULT_OFFICE_HOURS, closures: [] };
          expect(due(minute * MINUTE, duration, context)).toBe(
            naiveDueAt(minute * MINUTE, duration, context),
          );
        },
      ),
      { numRuns: 200 },
    ));

  it('is provisional when, and only when, a day outside the coverage was asked about', () =>
    fc.assert(
      fc.property(anyInstant, fc.oneof(workingSpan, workingDays), anyContext, (start, duration, context) => {
        const { dueAt: end, provisional } = dueAt(start, duration, context);
        expect(provisional).toBe(dateOf(start) < '2026-01-01' || dateOf(end) > '2026-06-30');
      }),
    ));
});

describe('a deadline', () => {
  it('never lies before its start, and never moves back when the start moves on', () =>
    fc.assert(
      fc.property(
        anyInstant,
        fc.nat(20 * DAY),
        anyDuration,
        anyContext,
        (start, later, duration, context) => {
          const first = due(start, duration, context);
          expect(first).toBeGreaterThanOrEqual(start);
          expect(due(start + later, duration, context)).toBeGreaterThanOrEqual(first);
        },
      ),
      { numRuns: 2000 },
    ));

  it('never moves back when the amount grows', () =>
    fc.assert(
      fc.property(anyInstant, anySpan, fc.nat(30), anyContext, (start, span, more, context) => {
        const longer = { ...span, amount: span.amount + more };
        expect(due(start, longer, context)).toBeGreaterThanOrEqual(due(start, span, context));
      }),
      { numRuns: 2000 },
    ));

  it('in working time lies inside office hours or at their close', () =>
    fc.assert(
      fc.property(anyInstant, fc.oneof(workingSpan, workingDays), anyContext, (start, duration, context) =>
        expect(withinHours(due(start, duration, context), context)).toBe(true),
      ),
      { numRuns: 2000 },
    ));

  it('in working hours leaves exactly its amount of office time', () =>
    fc.assert(
      fc.property(anyInstant, workingSpan, anyContext, (start, span, context) => {
        const { dueAt: end, explain } = dueAt(start, span, context);
        const amount = span.amount * (span.unit === 'hours' ? 60 : 1) * MINUTE;
        expect(workingMsBetween(explain.countedFrom, end, context)).toBe(amount);
      }),
      { numRuns: 2000 },
    ));

  it('names every holiday, closure and make-up day it met, and counts the other days off', () =>
    fc.assert(
      fc.property(anyInstant, workingDays, anyContext, (start, span, context) => {
        const { dueAt: end, explain } = dueAt(start, span, context);
        const named = ({ kind, from, until }: { kind: string; from: string; until: string }) =>
          closedDays({ area: '', from, until, reason: '' }).map((date) => `${date} ${kind}`);
        const walked: string[] = [];
        let weekendDays = 0;
        for (let date = dateOf(start); date <= dateOf(end); date = dateOf(midnight(date) + DAY)) {
          const kind = context.calendar.days.get(date)?.kind;
          const open = hoursOn(date, context).length > 0;
          const otherwiseOpen = hoursOn(date, { ...context, closures: [] }).length > 0;
          if (kind === 'holiday') walked.push(`${date} holiday`);
          else if (!open && otherwiseOpen) walked.push(`${date} closure`);
          else if (kind === 'makeup') walked.push(`${date} makeup`);
          else if (!open) weekendDays++;
        }
        expect([...explain.skipped, ...explain.makeup].flatMap(named).sort()).toEqual(walked);
        expect(explain.weekendDays).toBe(weekendDays);
      }),
      { numRuns: 500 },
    ));

  it('moves only later by closures and holidays, only earlier by make-up days off', () =>
    fc.assert(
      fc.property(
        anyInstant,
        fc.oneof(workingSpan, workingDays),
        anyContext,
        anyDate,
        (start, span, context, date) => {
          const before = due(start, span, context);
          const closed = {
            ...context,
            closures: [...context.closures, { area: '360323', from: date, reason: '停电' }],
          };
          expect(due(start, span, closed)).toBeGreaterThanOrEqual(before);

          const turned = (kind: CalendarDay['kind']): WorkingContext => ({
            ...context,
            calendar: {
              ...context.calendar,
              days: new Map([...context.calendar.days, [date, { kind, name: kind }]]),
            },
          });
          expect(due(start, span, turned('holiday'))).toBeGreaterThanOrEqual(before);
          if (hoursOn(date, context).length === 0)
            expect(due(start, span, turned('makeup'))).toBeLessThanOrEqual(before);
        },
      ),
      { numRuns: 1000 },
    ));

  it('stays where it is when an import touches none of its days', () =>
    fc.assert(
      fc.property(
        anyInstant,
        fc.oneof(workingSpan, workingDays),
        anyContext,
        anyDays,
        (start, span, context, days) => {
          const after = { ...context, calendar: calendarWith(days) };
          const before = due(start, span, context);
          fc.pre(!isTouched(start, before, changedDays(context.calendar, after.calendar)));
          expect(due(start, span, after)).toBe(before);
        },
      ),
      { maxSkipsPerRun: 10_000 },
    ));
});
