import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { LegalHoliday } from 'tyme4ts';
import { rowsOf, type ChineseDays } from '../generate/rows.js';
import { DAY, formatDay, parseDay, startOfDay, weekdayOf } from './civil-day.js';
import { NO_CLOSURES } from './closure.js';
import { OFFICIAL_CALENDAR } from './official-calendar.js';
import { officialCalendarRows } from './official-calendar.generated.js';
import { DEFAULT_OFFICE_HOURS } from './office-hours.js';
import { isWorkingDay, workingMsBetween } from './working-instant.js';

const context = { calendar: OFFICIAL_CALENDAR, officeHours: DEFAULT_OFFICE_HOURS, closures: NO_CLOSURES };
const FIRST = parseDay('2010-01-01');
const LAST = parseDay('2026-12-31');
const require = createRequire(import.meta.url);

const worked = (date: string) => isWorkingDay(startOfDay(parseDay(date)), context);
const datesOf = (year: string, kind: string) =>
  [...OFFICIAL_CALENDAR.days]
    .filter(([date, day]) => date.startsWith(year) && day.kind === kind)
    .map(([date]) => date);

describe('the official calendar', () => {
  it('is what the generator makes of the installed data', () => {
    const data = JSON.parse(readFileSync(require.resolve('chinese-days/dist/chinese-days.json'), 'utf8'));
    expect(officialCalendarRows).toEqual(rowsOf(data as ChineseDays, '2010-01-01', '2026-12-31'));
  });

  it('knows 2026: 33 days off, six make-up working days', () => {
    expect(datesOf('2026', 'holiday')).toHaveLength(33);
    expect(datesOf('2026', 'makeup')).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
  });

  it('knows the days off on which the dated stories of 2011 to 2013 fall', () => {
    expect(OFFICIAL_CALENDAR.days.get('2011-06-05')).toEqual({
      kind: 'holiday',
      name: '端午节',
      nameEn: 'Dragon Boat Festival',
    });
    expect(OFFICIAL_CALENDAR.days.get('2013-10-05')?.name).toBe('国庆节');
    expect(['2011-03-13', '2012-02-25', '2012-08-11'].map(worked)).toEqual([false, false, false]);
  });

  it.each([
    ['2011-12-31', true, 'announced with 2012'],
    ['2013-04-07', true, 'Sunday after Qingming'],
    ['2013-10-12', true, 'Saturday after National Day'],
    ['2015-01-04', true, 'Sunday after New Year'],
    ['2015-09-03', false, 'Victory Day, that year only'],
    ['2015-09-06', true, 'Sunday after it'],
    ['2016-04-02', false, 'a plain Saturday'],
    ['2018-06-16', false, 'a plain Saturday'],
    ['2018-09-22', false, 'a plain Saturday'],
    ['2020-01-31', false, 'the Spring Festival lengthened in the epidemic'],
  ])('%s is worked: %s (%s)', (date, expected) => expect(worked(date)).toBe(expected));
});

/** tyme4ts names announced days from 2001-12-29 to 2026-10-10 and answers null for others. */
const tyme = (day: number): boolean => {
  const [year = 0, month = 0, date = 0] = formatDay(day).split('-').map(Number);
  return LegalHoliday.fromYmd(year, month, date)?.isWork() ?? isWeekday(day);
};

/** holiday-calendar ships one file for each year, 2000 to 2026; its own loader would ask the network. */
interface Shipped {
  readonly dates: readonly { readonly date: string; readonly type: 'public_holiday' | 'transfer_workday' }[];
}
const shipped = new Map<string, boolean>();
for (let year = 2010; year <= 2026; year++) {
  const file = require.resolve(`holiday-calendar/data/CN/${year}.json`);
  for (const { date, type } of (JSON.parse(readFileSync(file, 'utf8')) as Shipped).dates) {
    shipped.set(date, type === 'transfer_workday');
  }
}
const holiday = (day: number): boolean => shipped.get(formatDay(day)) ?? isWeekday(day);
const isWeekday = (day: number) => ![0, 6].includes(weekdayOf(day));

/** Where one of the two errs; what the announcement says stands in the table of dates above. */
const TYME_ERRS = ['2013-04-07', '2013-10-12'];
const HOLIDAY_ERRS = ['2011-12-31', '2015-01-04', '2016-04-02', '2018-06-16', '2018-09-22'];

describe('two independent packages, every day of 2010 to 2026', () => {
  const disagreeing = (other: (day: number) => boolean) => {
    const dates: string[] = [];
    for (let day = FIRST; day <= LAST; day++) {
      if (other(day) !== isWorkingDay(startOfDay(day), context)) dates.push(formatDay(day));
    }
    return dates;
  };

  it('tyme4ts agrees but for two make-up Sundays and Saturdays it has not', () =>
    expect(disagreeing(tyme)).toEqual(TYME_ERRS));

  it('holiday-calendar agrees but for five days', () => expect(disagreeing(holiday)).toEqual(HOLIDAY_ERRS));

  it('never do both agree against this calendar', () =>
    expect(disagreeing(tyme).filter((date) => disagreeing(holiday).includes(date))).toEqual([]));

  it('any two days lie as many working days apart as the packages count', () => {
    const day = fc.integer({ min: FIRST, max: LAST });
    const perDay = 7 * 3_600_000;
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 400 }), (from, length) => {
        const until = Math.min(LAST, from + length);
        const own = workingMsBetween(startOfDay(from), startOfDay(until) + DAY, context) / perDay;
        for (const [other, errs] of [
          [tyme, TYME_ERRS],
          [holiday, HOLIDAY_ERRS],
        ] as const) {
          let counted = 0;
          for (let at = from; at <= until; at++)
            counted += other(at) !== errs.includes(formatDay(at)) ? 1 : 0;
          expect(own).toBe(counted);
        }
      }),
      { numRuns: 100 },
    );
  });
});
