import type { Duration } from './duration.js';
import { WEEKDAYS } from './office-hours.js';
import { wordsOfDuration } from './duration-words.js';

/** Ten years in each unit: a longer deadline is a slip. */
const MOST = { minutes: 5_256_000, hours: 87_600, days: 3_650 };
const TIMES = ['working', 'calendar', 'round-the-clock'];
const KEYS = ['amount', 'unit', 'time', 'from', 'orNextWorkingDay', 'dayOfMonth', 'weekdayOfMonth'];

/**
 * Reads a duration as it stands in a profile, string or object. A fault is one line that says what is
 * expected, with an example; it names no path, since the profile knows where it stood.
 */
export function readDuration(value: unknown): { duration: Duration } | { fault: string } {
  const read = typeof value === 'string' ? wordsOfDuration(value) : value;
  if (typeof read === 'string') return { fault: read };
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    return { fault: `a duration is a text such as '5 working days', not ${JSON.stringify(value)}` };
  }
  const fault = faultOf(read as Record<string, unknown>);
  return fault === null ? { duration: read as Duration } : { fault: `${JSON.stringify(value)}: ${fault}` };
}

/** Profiles say the same few things for every request; what people write themselves must not stay without end. */
const parsed = new Map<unknown, Duration>();
const MOST_PARSED = 1_000;

/** `readDuration` for what must be right: throws a SyntaxError with the fault. The same text gives the same object. */
export function parseDuration(value: unknown): Duration {
  const known = parsed.get(value);
  if (known) return known;
  const read = readDuration(value);
  if ('fault' in read) throw new SyntaxError(read.fault);
  if (typeof value === 'string') {
    if (parsed.size === MOST_PARSED) parsed.clear();
    parsed.set(value, read.duration);
  }
  return read.duration;
}

function faultOf(d: Record<string, unknown>): string | null {
  const unknown = Object.keys(d).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `'${unknown}' is not known here; a duration has ${KEYS.join(', ')}`;
  if (d['orNextWorkingDay'] !== undefined && d['orNextWorkingDay'] !== true) {
    return 'orNextWorkingDay is true or left out';
  }
  const named = ['amount', 'dayOfMonth', 'weekdayOfMonth'].filter((key) => d[key] !== undefined);
  if (named.length !== 1) {
    return "write exactly one of amount, dayOfMonth, weekdayOfMonth, for example '5 working days'";
  }
  if (named[0] === 'amount') return spanFault(d);
  if (d['unit'] !== undefined || d['time'] !== undefined || d['from'] !== undefined) {
    return "a day of the month has no unit, time or from; write for example 'day 10 of month'";
  }
  return named[0] === 'dayOfMonth' ? monthDayFault(d['dayOfMonth']) : monthWeekdayFault(d['weekdayOfMonth']);
}

function spanFault({
  amount,
  unit,
  time,
  from,
  orNextWorkingDay: roll,
}: Record<string, unknown>): string | null {
  if (unit !== 'minutes' && unit !== 'hours' && unit !== 'days') return 'unit is minutes, hours or days';
  if (typeof time !== 'string' || !TIMES.includes(time)) return `time is ${TIMES.join(', ')}`;
  if (from !== undefined && from !== 'now' && from !== 'next-day') return 'from is now or next-day';
  if (time === 'calendar' && unit !== 'days') {
    return `calendar time counts days; write '15 calendar days', or '2 ${unit} round-the-clock' for elapsed time`;
  }
  if (roll && !(time === 'calendar' && from === 'next-day')) {
    return "only days that end at midnight roll on; write '15 calendar days from next day or next working day'";
  }
  const wholeMinutes =
    typeof amount === 'number' && Number.isInteger(unit === 'hours' ? amount * 60 : amount);
  if (!wholeMinutes || amount <= 0 || amount > MOST[unit]) {
    const shape = unit === 'hours' ? 'above 0 in whole minutes (0.5, 2)' : 'a whole number from 1';
    return `the amount of ${unit} is ${shape} to ${MOST[unit]}; write for example '2 working ${unit}'`;
  }
  return null;
}

function monthDayFault(value: unknown): string | null {
  const { from, to, ...rest } = (value ?? {}) as Record<string, unknown>;
  const isDate = (date: unknown) =>
    typeof date === 'number' && Number.isInteger(date) && date >= 1 && date <= 31;
  if (Object.keys(rest).length > 0 || !isDate(to) || (from !== undefined && !isDate(from))) {
    return "days of the month are 1 to 31; write for example 'day 10 of month' or 'days 6-10 of month'";
  }
  if (from !== undefined && Number(from) > Number(to)) {
    return "a window lies inside one month; write for example 'days 6-10 of month'";
  }
  return null;
}

function monthWeekdayFault(value: unknown): string | null {
  const { nth, weekday, ...rest } = (value ?? {}) as Record<string, unknown>;
  const known = WEEKDAYS.some((day) => day === weekday) && [1, 2, 3, 4, 5, 'last'].includes(nth as number);
  return known && Object.keys(rest).length === 0 ? null : "write for example '2nd Saturday of month'";
}
