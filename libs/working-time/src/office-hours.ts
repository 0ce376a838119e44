export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * One interval in which the office is open. `days` defaults to Monday to Friday; `makeup` stands for
 * make-up working days (调休上班). `to` may be `24:00`; a night shift is two intervals.
 */
export interface OfficeInterval {
  readonly from: string;
  readonly to: string;
  readonly days?: readonly (Weekday | 'makeup')[];
}

/**
 * When the office is open. On make-up working days the intervals marked `makeup` hold; if none is, the hours
 * of the first weekday that has any, counted from Monday: a make-up Saturday replaces an ordinary day.
 */
export type OfficeHours = readonly OfficeInterval[];

export const DEFAULT_OFFICE_HOURS: OfficeHours = Object.freeze([
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
]);

const MONDAY_TO_FRIDAY = WEEKDAYS.slice(1, 6);

/** Minutes of the day, `from` included, `to` not. */
export type Open = readonly [from: number, to: number];

/** Index 0-6 = Sunday-Saturday, 7 = a make-up working day. */
export type OpenByShape = readonly (readonly Open[])[];
export const MAKEUP_SHAPE = 7;

/** Every fault, each one line with an example; empty when the hours can be used. */
export function officeHoursFaults(hours: OfficeHours): string[] {
  const faults = hours.flatMap(({ from, to, days = MONDAY_TO_FRIDAY }) => {
    const [first, last] = [minutesOf(from), minutesOf(to)];
    if (first === null || last === null) return [`'${first === null ? from : to}' is no time; write 09:00`];
    if (last <= first)
      return [`${from} to ${to} is no interval; a night is 22:00 to 24:00 and 00:00 to 06:00`];
    const unknown = days.filter((day) => day !== 'makeup' && !WEEKDAYS.includes(day));
    return unknown.map((day) => `'${day}' is no day; write monday ... sunday or makeup`);
  });
  if (faults.length > 0) return faults;
  if (!hours.some(({ days }) => days === undefined || days.some((day) => day !== 'makeup'))) {
    return ['the office is never open; write at least one interval, for example { from: 09:00, to: 12:00 }'];
  }
  return WEEKDAYS.concat('makeup' as Weekday).flatMap((day, shape) => {
    const open = openOn(hours, shape);
    const clash = open.find(([from], i) => i > 0 && from < (open[i - 1]?.[1] ?? 0));
    return clash ? [`two intervals overlap on ${day}; end one where the next begins`] : [];
  });
}

/** Throws a RangeError with the first fault of `officeHoursFaults`. */
export function openByShape(hours: OfficeHours): OpenByShape {
  const [fault] = officeHoursFaults(hours);
  if (fault !== undefined) throw new RangeError(`office hours: ${fault}`);
  const shapes = Array.from({ length: MAKEUP_SHAPE + 1 }, (_, shape) => openOn(hours, shape));
  if (shapes[MAKEUP_SHAPE]?.length) return shapes;
  const ordinary = [1, 2, 3, 4, 5, 6, 0]
    .map((weekday) => shapes[weekday] ?? [])
    .find((open) => open.length > 0);
  return [...shapes.slice(0, MAKEUP_SHAPE), ordinary ?? []];
}

function openOn(hours: OfficeHours, shape: number): Open[] {
  const day = WEEKDAYS[shape] ?? 'makeup';
  return hours
    .filter(({ days = MONDAY_TO_FRIDAY }) => days.includes(day))
    .map(({ from, to }): Open => [minutesOf(from) ?? 0, minutesOf(to) ?? 0])
    .sort((a, b) => a[0] - b[0]);
}

function minutesOf(time: string): number | null {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  if (hour === undefined || minute === undefined) return null;
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes <= 1440 ? minutes : null;
}
