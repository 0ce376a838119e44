/**
 * Days as whole numbers (1970-01-01 = 0) in Asia/Shanghai.
 *
 * The offset is fixed: China has kept UTC+8 without summer time since September 1991, and no calendar here
 * reaches further back. A fixed offset makes a day a division, where a time-zone library makes it a look-up.
 */
const OFFSET = 8 * 3_600_000;

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** The day an instant (epoch ms) lies in. */
export const dayOf = (at: number): number => Math.floor((at + OFFSET) / DAY);

/** 00:00 of a day, epoch ms; 24:00 of a day is `startOfDay(day + 1)`. */
export const startOfDay = (day: number): number => day * DAY - OFFSET;

/** 0 = Sunday ... 6 = Saturday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** `YYYY-MM-DD`. */
export const formatDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Reads `YYYY-MM-DD`; throws a RangeError for anything that is no date (2026-02-30 included). */
export const parseDay = (text: string): number => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || formatDay(at / DAY) !== text) {
    throw new RangeError(`'${text}' is no date; expected YYYY-MM-DD, for example 2026-10-01`);
  }
  return at / DAY;
};

/** The number of days of a month; `month` 0 = January, and may run over the year's end. */
export const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** The day for a date; `month` 0 = January, and may run over the year's end. */
export const dayOfDate = (year: number, month: number, date: number): number =>
  Date.UTC(year, month, date) / DAY;

/** `[year, month]` of a day; month 0 = January. */
export const monthOf = (day: number): [year: number, month: number] => {
  const date = new Date(day * DAY);
  return [date.getUTCFullYear(), date.getUTCMonth()];
};

/** Instants come from outside; a NaN would otherwise travel silently into a stored deadline. */
export const checkInstant = (at: number): number => {
  if (!Number.isFinite(at)) throw new RangeError(`${at} is no instant; expected milliseconds since 1970`);
  return at;
};
