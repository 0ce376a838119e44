import fc from 'fast-check';
import { anyContext, anyDays, anyInstant, anyMinute, calendarWith, FROM } from '../test/drawn-context.js';
import { MINUTE, naiveMinutes } from '../test/naive-count.js';
import { OFFICIAL_CALENDAR } from './official-calendar.js';
import { DEFAULT_OFFICE_HOURS } from './office-hours.js';
import { addWorkingDays } from './working-days.js';
import { isWorkingDay, isWorkingTime, nextWorkingInstant, workingMsBetween } from './working-instant.js';

const at = (text: string) => Date.parse(`${text}+08:00`);

describe('instants', () => {
  const official = { calendar: OFFICIAL_CALENDAR, officeHours: DEFAULT_OFFICE_HOURS, closures: [] };

  it.each([
    ['2026-10-10T08:59:59.999', false],
    ['2026-10-10T09:00', true],
    ['2026-10-10T12:00', false],
    ['2026-10-10T13:30', true],
    ['2026-10-10T17:30', false],
    ['2026-10-11T10:00', false],
    ['2026-10-07T10:00', false],
  ])('the office is open at %s: %s', (time, open) => expect(isWorkingTime(at(time), official)).toBe(open));

  it('a day is a working day from its midnight to its last millisecond', () => {
    const ends = [
      '2026-10-09T23:59:59.999',
      '2026-10-10T00:00',
      '2026-10-10T23:59:59.999',
      '2026-10-11T00:00',
    ];
    expect(ends.map((time) => isWorkingDay(at(time), official))).toEqual([true, true, true, false]);
  });

  it('the next working instant is the first minute the office is open', () =>
    fc.assert(
      fc.property(anyMinute, anyContext, (start, context) =>
        expect(nextWorkingInstant(start, context)).toBe(naiveMinutes(start, 1, context) - MINUTE),
      ),
    ));

  it('working time adds up', () =>
    fc.assert(
      fc.property(anyInstant, anyInstant, anyInstant, anyContext, (a, b, c, context) =>
        expect(workingMsBetween(a, b, context) + workingMsBetween(b, c, context)).toBe(
          workingMsBetween(a, c, context),
        ),
      ),
    ));

  it('no office time is 0, never -0, before the calendar begins too', () => {
    const mondays = [{ from: '09:00', to: '17:00', days: ['monday' as const] }];
    const context = { calendar: calendarWith([]), officeHours: mondays, closures: [] };
    expect(workingMsBetween(FROM, FROM - 1, context)).toBe(0);
    expect(workingMsBetween(FROM - 1, FROM, context)).toBe(0);
  });

  it('working days add up from inside office hours that are the same every day', () =>
    fc.assert(
      fc.property(anyInstant, fc.nat(40), fc.nat(40), anyDays.map(calendarWith), (start, n, m, calendar) => {
        const context = { calendar, officeHours: DEFAULT_OFFICE_HOURS, closures: [] };
        const inside = nextWorkingInstant(start, context);
        expect(addWorkingDays(addWorkingDays(inside, n, context), m, context)).toBe(
          addWorkingDays(inside, n + m, context),
        );
      }),
    ));

  it('a number of days below 0 or broken is refused', () => {
    const context = { calendar: OFFICIAL_CALENDAR, officeHours: DEFAULT_OFFICE_HOURS, closures: [] };
    for (const n of [-1, 0.5, Number.NaN]) expect(() => addWorkingDays(FROM, n, context)).toThrow(RangeError);
  });
});
