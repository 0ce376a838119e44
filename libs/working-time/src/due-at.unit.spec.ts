import type { Closure } from './closure.js';
import { describeDue } from './describe-due.js';
import { dueAt } from './due-at.js';
import { OFFICIAL_CALENDAR } from './official-calendar.js';
import { DEFAULT_OFFICE_HOURS, officeHoursFaults, type OfficeHours } from './office-hours.js';
import { parseDuration } from './read-duration.js';

/** Open 09:00-12:00 and 13:30-17:30, the default. */
const contextWith = (closures: readonly Closure[] = [], officeHours = DEFAULT_OFFICE_HOURS) => ({
  calendar: OFFICIAL_CALENDAR,
  officeHours,
  closures,
});
const context = contextWith();
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const local = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const due = (start: string, duration: string, within = context) =>
  local(dueAt(at(start), parseDuration(duration), within).dueAt);

describe('a deadline', () => {
  it.each([
    // start, duration, due, why
    ['2026-03-02 09:00', '2 working hours', '2026-03-02 11:00', 'a Monday morning'],
    ['2026-03-02 11:30', '2 working hours', '2026-03-02 15:00', 'over midday'],
    ['2026-03-02 10:00', '2 working hours', '2026-03-02 12:00', 'the close, not the next opening'],
    ['2026-03-06 17:00', '2 working hours', '2026-03-09 10:30', 'over a weekend'],
    ['2026-03-07 22:00', '2 working hours', '2026-03-09 11:00', 'from a Saturday night'],
    ['2026-09-30 17:00', '1 working hour', '2026-10-08 09:30', 'over National Day'],
    ['2026-10-09 17:00', '1 working hour', '2026-10-10 09:30', 'into a make-up Saturday'],
    ['2026-03-02 16:00', '1 working hour from next day', '2026-03-03 10:00', 'from the next opening'],
    ['2026-03-07 16:00', '1 working hour from next day', '2026-03-09 10:00', 'Sunday is no opening'],

    ['2026-03-02 10:00', '1 working day', '2026-03-03 10:00', 'same time'],
    ['2026-03-06 10:00', '1 working day', '2026-03-09 10:00', 'over a weekend'],
    ['2026-03-06 19:00', '1 working day', '2026-03-09 17:30', 'evening: the close'],
    ['2026-03-07 10:00', '1 working day', '2026-03-09 17:30', 'a day off loses nothing'],
    ['2026-03-02 07:00', '1 working day', '2026-03-03 09:00', 'early morning: the opening'],
    ['2026-03-02 12:30', '1 working day', '2026-03-03 12:00', 'midday: the close before'],
    ['2026-03-02 13:30', '1 working day', '2026-03-03 13:30', 'just after midday'],
    [
      '2026-09-28 10:00',
      '5 working days',
      '2026-10-10 10:00',
      'National Day passed over, the Saturday worked',
    ],
    ['2026-09-28 10:00', '5 working days from next day', '2026-10-10 17:30', 'the close of the last day'],
    ['2011-06-05 01:00', '1 working day from next day', '2011-06-07 17:30', 'the Dragon Boat Sunday of 2011'],

    ['2026-09-28 10:00', '15 calendar days', '2026-10-13 10:00', 'every day counts'],
    ['2026-09-28 10:00', '15 calendar days from next day', '2026-10-14 00:00', '24:00 of 13 October'],
    ['2026-09-28 10:00', '3 calendar days from next day', '2026-10-02 00:00', 'though it is a holiday'],
    [
      '2026-09-28 10:00',
      '3 calendar days from next day or next working day',
      '2026-10-09 00:00',
      '24:00 of 8 October',
    ],
    [
      '2026-09-20 10:00',
      '3 calendar days from next day or next working day',
      '2026-09-24 00:00',
      'a working day stays',
    ],

    ['2026-10-03 02:00', '10 minutes round-the-clock', '2026-10-03 02:10', 'at night in a holiday'],
    ['2026-10-03 02:00', '24 hours round-the-clock', '2026-10-04 02:00', 'elapsed'],
    ['2026-10-03 02:00', '2 days round-the-clock from next day', '2026-10-06 00:00', 'from midnight'],

    ['2026-03-08 10:00', 'day 10 of month', '2026-03-11 00:00', '24:00 of the 10th'],
    ['2026-03-10 23:59', 'day 10 of month', '2026-03-11 00:00', 'the 10th is not over'],
    ['2026-03-11 00:00', 'day 10 of month', '2026-04-11 00:00', 'it is over'],
    ['2026-03-05 23:00', 'days 6-10 of month', '2026-03-11 00:00', 'before the window'],
    ['2026-03-06 00:00', 'days 6-10 of month', '2026-03-11 00:00', 'just as it opens'],
    ['2026-03-07 10:00', 'days 6-10 of month', '2026-04-11 00:00', 'it is open: next month'],
    ['2026-12-20 10:00', 'day 10 of month', '2027-01-11 00:00', "over the year's end"],
    ['2026-02-10 10:00', 'last day of month', '2026-03-01 00:00', '28 February'],
    ['2028-02-10 10:00', 'day 30 of month', '2028-03-01 00:00', '29 February'],
    ['2026-10-01 10:00', 'day 3 of month or next working day', '2026-10-09 00:00', 'the 3rd is a holiday'],
    ['2026-10-05 10:00', 'day 3 of month or next working day', '2026-11-04 00:00', "October's 3rd is over"],
    ['2026-03-01 10:00', '2nd Saturday of month', '2026-03-15 00:00', '14 March'],
    ['2026-03-15 10:00', '2nd Saturday of month', '2026-04-12 00:00', '11 April'],
    ['2026-02-01 10:00', '5th Sunday of month', '2026-03-30 00:00', 'February has none'],
    ['2026-02-01 10:00', 'last Friday of month', '2026-02-28 00:00', '27 February'],
  ])('from %s, %s, is %s: %s', (start, duration, expected) => expect(due(start, duration)).toBe(expected));

  it('passes over a local closure, a make-up day too', () => {
    const closed = contextWith([{ area: '360323', from: '2026-10-09', until: '2026-10-12', reason: '防汛' }]);
    expect(due('2026-10-08 10:00', '1 working day', closed)).toBe('2026-10-13 10:00');
  });

  it('follows hours that differ by day, and gives a make-up day those of a Monday', () => {
    const hours: OfficeHours = [
      { from: '08:00', to: '16:00', days: ['monday', 'tuesday', 'wednesday', 'thursday'] },
      { from: '08:00', to: '12:00', days: ['friday'] },
    ];
    const within = contextWith([], hours);
    expect(due('2026-03-05 15:00', '1 working day', within)).toBe('2026-03-06 12:00');
    expect(due('2026-03-05 15:00', '5 working hours', within)).toBe('2026-03-06 12:00');
    expect(due('2026-10-09 11:00', '6 working hours', within)).toBe('2026-10-10 13:00');
  });

  it('follows hours of their own on make-up days, and up to midnight', () => {
    const within = contextWith(
      [],
      [
        { from: '00:00', to: '24:00' },
        { from: '10:00', to: '11:00', days: ['makeup'] },
      ],
    );
    expect(due('2026-10-09 23:30', '90 working minutes', within)).toBe('2026-10-10 11:00');
    expect(due('2026-10-09 23:30', '91 working minutes', within)).toBe('2026-10-12 00:01');
  });
});

describe('what is said about a deadline', () => {
  const explained = dueAt(at('2026-09-19 10:00'), parseDuration('10 working days from next day'), context);

  it('the facts', () => {
    expect(explained).toEqual({
      dueAt: at('2026-10-09 17:30'),
      provisional: false,
      calendarVersion: 'gov-cn-2026.1',
      explain: {
        countedFrom: at('2026-09-20 09:00'),
        skipped: [
          {
            kind: 'holiday',
            name: '中秋节',
            nameEn: 'Mid-Autumn Festival',
            from: '2026-09-25',
            until: '2026-09-27',
          },
          {
            kind: 'holiday',
            name: '国庆节',
            nameEn: 'National Day',
            from: '2026-10-01',
            until: '2026-10-07',
          },
        ],
        makeup: [
          { kind: 'makeup', name: '国庆节', nameEn: 'National Day', from: '2026-09-20', until: '2026-09-20' },
        ],
        weekendDays: 1,
      },
    });
  });

  it('a sentence in Chinese and in English', () => {
    expect(describeDue(explained.explain, 'zh-CN')).toBe(
      '自 2026-09-20 09:00 起算；跳过中秋节（2026-09-25至2026-09-27）、国庆节（2026-10-01至2026-10-07）；跳过周末 1 天；计入调休上班日国庆节（2026-09-20）',
    );
    expect(describeDue(explained.explain, 'en')).toBe(
      'Counted from 2026-09-20 09:00; passed over Mid-Autumn Festival (2026-09-25 to 2026-09-27), ' +
        'National Day (2026-10-01 to 2026-10-07); passed over 1 weekend day; ' +
        'counted the make-up working day of National Day (2026-09-20)',
    );
  });

  it('a closure is named by its reason, and not on a day off', () => {
    const closed = contextWith([{ area: '360323', from: '2026-03-05', until: '2026-03-08', reason: '防汛' }]);
    const { explain } = dueAt(at('2026-03-04 10:00'), parseDuration('1 working day'), closed);
    expect(explain.skipped).toEqual([
      { kind: 'closure', name: '防汛', from: '2026-03-05', until: '2026-03-06' },
    ]);
    expect(explain.weekendDays).toBe(2);
  });

  it.each([
    ['2026-12-30 10:00', '1 working day', false],
    ['2026-12-30 10:00', '2 working days', true],
    ['2026-12-31 17:00', '1 working hour', true],
    ['2009-12-31 10:00', '1 working hour', true],
    ['2026-12-30 10:00', '30 calendar days', false],
    ['2026-12-30 10:00', '2 calendar days from next day', false],
    ['2026-12-30 10:00', '2 calendar days from next day or next working day', true],
    ['2026-12-30 10:00', '30 days round-the-clock', false],
    ['2026-12-30 10:00', 'day 10 of month', false],
    ['2026-12-30 10:00', 'day 10 of month or next working day', true],
  ])('from %s, %s, is provisional: %s', (start, duration, provisional) =>
    expect(dueAt(at(start), parseDuration(duration), context).provisional).toBe(provisional),
  );
});

describe('what cannot be counted is refused', () => {
  it('a start that is no number', () =>
    expect(() => dueAt(Number.NaN, parseDuration('1 working day'), context)).toThrow(/is no instant/));

  it('a closure backwards, or in another century', () => {
    const closure = { area: '3101', reason: '防汛' };
    const backwards = contextWith([{ ...closure, from: '2026-03-02', until: '2026-03-01' }]);
    expect(() => due('2026-03-01 09:00', '1 working day', backwards)).toThrow(/ends before it begins/);
    const far = contextWith([{ ...closure, from: '2026-03-02', until: '9026-03-01' }]);
    expect(() => due('2026-03-01 09:00', '1 working day', far)).toThrow(/more than 200 years/);
  });

  it.each<[OfficeHours, RegExp]>([
    [[], /never open/],
    [[{ from: '09:00', to: '12:00', days: ['makeup'] }], /never open/],
    [[{ from: '9:00', to: '12:00' }], /'9:00' is no time; write 09:00/],
    [[{ from: '09:00', to: '24:30' }], /'24:30' is no time/],
    [[{ from: '22:00', to: '06:00' }], /a night is 22:00 to 24:00 and 00:00 to 06:00/],
    [[{ from: '09:00', to: '12:00', days: ['caturday' as 'saturday'] }], /'caturday' is no day/],
    [
      [
        { from: '09:00', to: '12:00' },
        { from: '11:00', to: '15:00', days: ['friday'] },
      ],
      /overlap on friday/,
    ],
  ])('office hours %j', (hours, message) => {
    expect(officeHoursFaults(hours)[0]).toMatch(message);
    expect(() => due('2026-03-01 09:00', '1 working day', contextWith([], hours))).toThrow(message);
  });
});
