import fc from 'fast-check';
import { anyContext, anyInstant, anySpan, FROM } from '../test/drawn-context.js';
import { DAY } from '../test/naive-count.js';
import { dueAt } from './due-at.js';
import type { Duration } from './duration.js';
import { OFFICIAL_CALENDAR } from './official-calendar.js';
import { DEFAULT_OFFICE_HOURS } from './office-hours.js';
import { remaining, resume } from './pause.js';
import { isWorkingTime, workingMsBetween } from './working-instant.js';
import type { WorkingContext } from './working-index.js';

const due = (start: number, duration: Duration, context: WorkingContext) =>
  dueAt(start, duration, context).dueAt;

describe('a pause', () => {
  it('of no length changes nothing but an opening into the close before it', () =>
    fc.assert(
      fc.property(anyInstant, anySpan, anyContext, (start, span, context) => {
        const end = due(start, span, context);
        const again = resume(start, remaining(start, end, span.time, context), span.time, context);
        if (span.time !== 'working' || isWorkingTime(end - 1, context)) expect(again).toBe(end);
        else expect(workingMsBetween(again, end, context)).toBe(0);
      }),
      { numRuns: 1000 },
    ));

  it('keeps what was left, and moves the deadline on by no less than nothing', () =>
    fc.assert(
      fc.property(
        anyInstant,
        fc.nat(20 * DAY),
        fc.nat(20 * DAY),
        anySpan,
        anyContext,
        (start, worked, paused, span, context) => {
          const end = due(start, span, context);
          const pausedAt = Math.min(start + worked, end - 1);
          const left = remaining(pausedAt, end, span.time, context);
          const resumed = resume(pausedAt + paused, left, span.time, context);
          expect(remaining(pausedAt + paused, resumed, span.time, context)).toBe(left);
          if (isWorkingTime(end - 1, context)) expect(resumed).toBeGreaterThanOrEqual(end);
        },
      ),
      { numRuns: 1000 },
    ));

  it('of a passed deadline keeps nothing', () => {
    const context = { calendar: OFFICIAL_CALENDAR, officeHours: DEFAULT_OFFICE_HOURS, closures: [] };
    expect(remaining(FROM + DAY, FROM, 'calendar', context)).toBe(0);
    expect(resume(FROM, 0, 'working', context)).toBe(FROM);
    expect(() => resume(FROM, -1, 'working', context)).toThrow(/is no remaining time/);
  });
});
