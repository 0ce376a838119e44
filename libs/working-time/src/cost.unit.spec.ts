import { FROM } from '../test/drawn-context.js';
import { DAY, naiveDueAt } from '../test/naive-count.js';
import type { CalendarDay } from './calendar.js';
import { dueAt } from './due-at.js';
import type { Duration } from './duration.js';
import { OFFICIAL_CALENDAR } from './official-calendar.js';
import { DEFAULT_OFFICE_HOURS } from './office-hours.js';
import type { WorkingContext } from './working-index.js';

const due = (start: number, duration: Duration, context: WorkingContext) =>
  dueAt(start, duration, context).dueAt;

describe('the cost of a deadline', () => {
  const thirty: Duration = { amount: 30, unit: 'days', time: 'working', from: 'next-day' };
  const context = { calendar: OFFICIAL_CALENDAR, officeHours: DEFAULT_OFFICE_HOURS, closures: [] };

  it('asks the calendar once, not once a day', () => {
    let asked = 0;
    class Counted extends Map<string, CalendarDay> {
      override [Symbol.iterator]() {
        asked++;
        return super[Symbol.iterator]();
      }
      override get(date: string) {
        asked++;
        return super.get(date);
      }
    }
    const calendar = { ...OFFICIAL_CALENDAR, days: new Counted(OFFICIAL_CALENDAR.days) };
    for (let day = 0; day < 1000; day++) due(FROM + day * DAY, thirty, { ...context, calendar });
    expect(asked).toBe(1);
  });

  it('for 30 working days is less than a tenth of counting day by day', () => {
    const best = (count: (start: number) => unknown) => {
      const rounds = Array.from({ length: 7 }, () => {
        const began = performance.now();
        for (let i = 0; i < 300; i++) count(FROM + i * DAY);
        return performance.now() - began;
      });
      return Math.min(...rounds);
    };
    const [own, naive] = [best((s) => due(s, thirty, context)), best((s) => naiveDueAt(s, thirty, context))];
    expect(own).toBeLessThan(naive / 10);
  });
});
