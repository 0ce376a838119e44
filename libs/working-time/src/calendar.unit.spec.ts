import { calendarOf, coverageDaysLeft, withAnnouncement, type CalendarRow } from './calendar.js';
import { changedDays, closedDays, isTouched } from './calendar-change.js';
import { closuresFor, NO_CLOSURES } from './closure.js';
import { OFFICIAL_CALENDAR } from './official-calendar.js';

const at = (text: string) => Date.parse(`${text}+08:00`);
const row = (kind: CalendarRow['kind'], from: string, until = from): CalendarRow => ({
  kind,
  from,
  until,
  name: '元旦',
});
const year2027 = (...rows: CalendarRow[]) => ({
  version: 'gov-cn-2027.1',
  coverageFrom: '2027-01-01',
  coverageUntil: '2027-12-31',
  rows,
});

describe('a calendar', () => {
  it.each<[string, CalendarRow[], RegExp]>([
    ['a date that is none', [row('holiday', '2027-02-29')], /'2027-02-29' is no date; expected YYYY-MM-DD/],
    ['a date in another shape', [row('holiday', '2027/1/1')], /is no date/],
    ['a run backwards', [row('holiday', '2027-01-03', '2027-01-01')], /no run of 1 to 31 days/],
    ['a run of two months', [row('holiday', '2027-01-01', '2027-03-01')], /no run of 1 to 31 days/],
    [
      'a day named twice',
      [row('holiday', '2027-01-01'), row('makeup', '2027-01-01')],
      /2027-01-01 is named twice/,
    ],
    ['a slip in the year', [row('holiday', '2072-01-01')], /lies far outside 2027-01-01 to 2027-12-31/],
  ])('refuses %s', (_, rows, message) => expect(() => calendarOf(year2027(...rows))).toThrow(message));

  it('grows by an announcement, which may turn a day of the December before', () => {
    const grown = withAnnouncement(
      OFFICIAL_CALENDAR,
      year2027(row('makeup', '2026-12-26'), row('holiday', '2027-01-01', '2027-01-03')),
    );
    expect(grown).toMatchObject({
      version: 'gov-cn-2027.1',
      coverageFrom: '2010-01-01',
      coverageUntil: '2027-12-31',
    });
    expect(grown.days.get('2026-10-01')?.name).toBe('国庆节');
    expect(changedDays(OFFICIAL_CALENDAR, grown)).toEqual([
      '2026-12-26',
      '2027-01-01',
      '2027-01-02',
      '2027-01-03',
    ]);
  });

  it('takes a corrected announcement for a year it knows in place of the old one', () => {
    const first = withAnnouncement(OFFICIAL_CALENDAR, year2027(row('holiday', '2027-01-01')));
    const second = withAnnouncement(first, year2027(row('holiday', '2027-01-02')));
    expect(changedDays(first, second)).toEqual(['2027-01-01', '2027-01-02']);
  });

  it('refuses a gap between coverages', () => {
    const late = { version: 'x', coverageFrom: '2028-01-01', coverageUntil: '2028-12-31', rows: [] };
    expect(() => withAnnouncement(OFFICIAL_CALENDAR, late)).toThrow(/leaves a gap/);
  });

  it('says how many days are covered yet', () => {
    expect(coverageDaysLeft(OFFICIAL_CALENDAR, at('2026-12-01T09:00'))).toBe(30);
    expect(coverageDaysLeft(OFFICIAL_CALENDAR, at('2027-01-02T00:00'))).toBe(-2);
  });
});

describe('what a change touches', () => {
  it.each([
    ['2026-12-24T09:00', '2026-12-25T09:00', false],
    ['2026-12-24T09:00', '2026-12-26T00:00', true],
    ['2026-12-26T23:59', '2026-12-30T09:00', true],
    ['2026-12-27T00:00', '2026-12-30T09:00', false],
  ])('from %s to %s: %s', (start, due, touched) =>
    expect(isTouched(at(start), at(due), ['2026-12-26'])).toBe(touched),
  );

  it('a closure touches its days', () =>
    expect(closedDays({ area: '3101', from: '2026-02-28', until: '2026-03-01', reason: '停电' })).toEqual([
      '2026-02-28',
      '2026-03-01',
    ]));
});

describe('closures of a place', () => {
  const district = { area: '310105', from: '2026-07-01', reason: '防汛' };
  const street = { area: '310105001', from: '2026-07-02', reason: '停电' };

  it('are its own and those of the areas above', () =>
    expect(closuresFor([district, street], ['310105001', '310105', '310000'])).toEqual([district, street]));
  it('are not those of areas below', () =>
    expect(closuresFor([district, street], ['310105'])).toEqual([district]));
  it('are one and the same nothing when there are none', () =>
    expect(closuresFor([street], ['3602'])).toBe(NO_CLOSURES));
});
