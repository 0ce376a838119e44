import { dayOf, formatDay, parseDay } from './civil-day.js';

export interface CalendarDay {
  readonly kind: 'holiday' | 'makeup';
  readonly name: string;
  readonly nameEn?: string;
}

/**
 * What the state has announced: days off, and weekend days that are worked in exchange (调休).
 * A day that is not named follows the office hours of its weekday. Only days from `coverageFrom` to
 * `coverageUntil` (both included) are announced; outside, weekdays are a guess and deadlines provisional.
 */
export interface Calendar {
  readonly version: string;
  readonly coverageFrom: string;
  readonly coverageUntil: string;
  /** By `YYYY-MM-DD`. */
  readonly days: ReadonlyMap<string, CalendarDay>;
}

/** One line of an announcement or an import file: a run of days, `until` included. */
export interface CalendarRow {
  readonly kind: CalendarDay['kind'];
  readonly from: string;
  readonly until: string;
  readonly name: string;
  readonly nameEn?: string;
}

export interface CalendarAnnouncement {
  readonly version: string;
  readonly coverageFrom: string;
  readonly coverageUntil: string;
  readonly rows: readonly CalendarRow[];
}

/** A longer run, or a day further outside the coverage, is a slip of the pen in a year. */
const MONTH = 31;

/**
 * Throws a RangeError that names the row: a date that is none, a run that ends before it begins or is longer
 * than 31 days, a day named twice or more than 31 days outside the coverage. (The announcement for a year may
 * turn a Saturday of the December before it into a working day.)
 */
export function calendarOf(announcement: CalendarAnnouncement): Calendar {
  const { version, coverageFrom, coverageUntil, rows } = announcement;
  const [covered, coveredUntil] = [parseDay(coverageFrom), parseDay(coverageUntil)];
  if (coveredUntil < covered) {
    throw new RangeError(`coverage ends (${coverageUntil}) before it begins (${coverageFrom})`);
  }
  const days = new Map<string, CalendarDay>();
  for (const { kind, from, until, name, nameEn } of rows) {
    const [first, last] = [parseDay(from), parseDay(until)];
    if (last < first || last - first >= MONTH) {
      throw new RangeError(`${name}: ${from} to ${until} is no run of 1 to ${MONTH} days`);
    }
    if (first < covered - MONTH || last > coveredUntil + MONTH) {
      throw new RangeError(`${name}: ${from} lies far outside ${coverageFrom} to ${coverageUntil}`);
    }
    for (let day = first; day <= last; day++) {
      const date = formatDay(day);
      if (days.has(date)) throw new RangeError(`${date} is named twice: ${days.get(date)?.name} and ${name}`);
      days.set(date, nameEn === undefined ? { kind, name } : { kind, name, nameEn });
    }
  }
  return { version, coverageFrom, coverageUntil, days };
}

/**
 * The calendar after a new announcement: its days win, the rest stays, the version is the new one.
 * Throws a RangeError when a gap between the two coverages would make unannounced days look announced.
 */
export function withAnnouncement(calendar: Calendar, announcement: CalendarAnnouncement): Calendar {
  const added = calendarOf(announcement);
  const [from, until] = [parseDay(calendar.coverageFrom), parseDay(calendar.coverageUntil)];
  const [addedFrom, addedUntil] = [parseDay(added.coverageFrom), parseDay(added.coverageUntil)];
  if (addedFrom > until + 1 || addedUntil < from - 1) {
    throw new RangeError(
      `the announcement covers ${added.coverageFrom} to ${added.coverageUntil} and leaves a gap to ` +
        `${calendar.coverageFrom} to ${calendar.coverageUntil}; import the years between first`,
    );
  }
  const kept = [...calendar.days].filter(([date]) => {
    const day = parseDay(date);
    return day < addedFrom || day > addedUntil;
  });
  return {
    version: added.version,
    coverageFrom: formatDay(Math.min(from, addedFrom)),
    coverageUntil: formatDay(Math.max(until, addedUntil)),
    days: new Map([...kept, ...added.days]),
  };
}

/** Whole days from the day of `at` to the end of the coverage; negative when it has passed. For alarms. */
export const coverageDaysLeft = (calendar: Calendar, at: number): number =>
  parseDay(calendar.coverageUntil) - dayOf(at);
