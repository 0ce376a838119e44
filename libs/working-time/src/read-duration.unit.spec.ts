import type { Duration } from './duration.js';
import { DURATION_EXAMPLES } from './duration-words.js';
import { describeDuration, formatDuration } from './format-duration.js';
import { parseDuration, readDuration } from './read-duration.js';

const faultOf = (value: unknown) => {
  const read = readDuration(value);
  return 'fault' in read ? read.fault : null;
};

describe('a duration', () => {
  it.each<[string, Duration, string]>([
    ['30 working minutes', { amount: 30, unit: 'minutes', time: 'working' }, '30分钟（工作时间）'],
    ['1.5 working hours', { amount: 1.5, unit: 'hours', time: 'working' }, '1.5小时（工作时间）'],
    ['1 working day', { amount: 1, unit: 'days', time: 'working' }, '1个工作日'],
    [
      '15 calendar days from next day or next working day',
      { amount: 15, unit: 'days', time: 'calendar', from: 'next-day', orNextWorkingDay: true },
      '15个自然日（自次日起算），遇休息日顺延至下一工作日',
    ],
    [
      '10 minutes round-the-clock',
      { amount: 10, unit: 'minutes', time: 'round-the-clock' },
      '10分钟（昼夜连续计算）',
    ],
    [
      '2 days round-the-clock from next day',
      { amount: 2, unit: 'days', time: 'round-the-clock', from: 'next-day' },
      '2天（昼夜连续计算）（自次日起算）',
    ],
    ['day 10 of month', { dayOfMonth: { to: 10 } }, '每月10日'],
    ['last day of month', { dayOfMonth: { to: 31 } }, '每月最后一日'],
    ['days 6-10 of month', { dayOfMonth: { from: 6, to: 10 } }, '每月6日至10日'],
    ['2nd Saturday of month', { weekdayOfMonth: { nth: 2, weekday: 'saturday' } }, '每月第二个星期六'],
    [
      'last Sunday of month or next working day',
      { weekdayOfMonth: { nth: 'last', weekday: 'sunday' }, orNextWorkingDay: true },
      '每月最后一个星期日，遇休息日顺延至下一工作日',
    ],
  ])('%s', (text, duration, chinese) => {
    expect(parseDuration(text)).toEqual(duration);
    expect(parseDuration(duration)).toEqual(duration);
    expect(formatDuration(duration)).toBe(text);
    expect(describeDuration(duration)).toBe(chinese);
  });

  it.each(DURATION_EXAMPLES)('example: %s', (text) => expect(formatDuration(parseDuration(text))).toBe(text));

  it('is read in upper case and with odd spaces', () =>
    expect(parseDuration('  5  Working  DAYS from  next day ')).toEqual(
      parseDuration('5 working days from next day'),
    ));

  it.each<[unknown, RegExp]>([
    ['2 hours', /does not say which time; write '2 working hours' or '2 hours round-the-clock'/],
    ['3 days', /does not say which time; write '3 working days' or '3 calendar days'/],
    ['2 working hours round-the-clock', /two kinds of time/],
    ['2 calendar hours', /calendar time counts days.*'2 hours round-the-clock'/],
    ['0 working days', /a whole number from 1 to 3650/],
    ['1.5 working days', /a whole number from 1/],
    ['0.001 working hours', /whole minutes/],
    ['4000 calendar days', /to 3650/],
    ['-5 working days', /is no duration; write for example '5 working days'/],
    ['soon', /is no duration/],
    ['', /is no duration/],
    ['day 32 of month', /1 to 31/],
    ['day 0 of month', /1 to 31/],
    ['days 10-6 of month', /inside one month/],
    ['2nd caturday of month', /'caturday' is no weekday/],
    ['6th Saturday of month', /is no duration/],
    ['5 working days or next working day', /only days that end at midnight roll on/],
    ['5 calendar days or next working day', /only days that end at midnight roll on/],
    [5, /a text such as '5 working days', not 5/],
    [null, /not null/],
    [[], /not \[\]/],
    [{}, /exactly one of amount, dayOfMonth, weekdayOfMonth/],
    [{ amount: 5, dayOfMonth: { to: 1 } }, /exactly one of/],
    [{ amount: 5, unit: 'days', time: 'working', until: 'noon' }, /'until' is not known here/],
    [{ amount: 5, unit: 'weeks', time: 'working' }, /unit is minutes, hours or days/],
    [{ amount: 5, unit: 'days', time: 'office' }, /time is working, calendar, round-the-clock/],
    [{ amount: 5, unit: 'days', time: 'working', from: 'monday' }, /from is now or next-day/],
    [{ amount: '5', unit: 'days', time: 'working' }, /amount of days is a whole number/],
    [{ amount: Number.NaN, unit: 'days', time: 'working' }, /amount of days is a whole number/],
    [{ dayOfMonth: 10 }, /write for example 'day 10 of month'/],
    [{ dayOfMonth: { to: 10, at: 9 } }, /write for example 'day 10 of month'/],
    [{ dayOfMonth: { to: 10 }, from: 'next-day' }, /has no unit, time or from/],
    [{ weekdayOfMonth: { nth: 6, weekday: 'monday' } }, /'2nd Saturday of month'/],
  ])('refuses %j in one line', (value, message) => {
    expect(faultOf(value)).toMatch(message);
    expect(faultOf(value)).not.toContain('\n');
    expect(() => parseDuration(value)).toThrow(SyntaxError);
  });
});
