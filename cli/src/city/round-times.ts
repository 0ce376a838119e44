const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR;

/** Brings a planned time to one at which people act; a deed planned before `due` stays before it. Times are epoch ms. */
export type RoundTime = (at: number, due: number) => number;

/** The next quarter of an hour, by day and by night: the demo's days are short, and somebody shall always be moving. */
export const toQuarter: RoundTime = (at, due) => before(due, at, Math.ceil(at / QUARTER) * QUARTER);

/** The next full hour of a weekday between nine and five. What falls together is played together, which saves clock steps. */
export const toOfficeHour: RoundTime = (at, due) => {
  let local = Math.ceil((at + BEIJING) / HOUR) * HOUR;
  const hour = (local % DAY) / HOUR;
  if (hour < 9) local += (9 - hour) * HOUR;
  if (hour > 17) local += (33 - hour) * HOUR;
  while (isWeekend(local)) local += DAY;
  return before(due, at, local - BEIJING);
};

// Who has only half an hour does not wait for the full one.
function before(due: number, at: number, rounded: number): number {
  if (rounded < due) return rounded;
  const minute = Math.ceil(at / MINUTE) * MINUTE;
  return minute < due ? minute : at;
}

// 1 January 1970 was a Thursday.
const isWeekend = (local: number): boolean => (Math.floor(local / DAY) + 3) % 7 >= 5;
