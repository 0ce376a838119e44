import type { Calendar } from './calendar.js';
import { parseDay, weekdayOf } from './civil-day.js';
import type { Closure } from './closure.js';
import { cumulative, type Cumulative } from './cumulative.js';
import { MAKEUP_SHAPE, openByShape, type OfficeHours, type Open, type OpenByShape } from './office-hours.js';

/**
 * What a deadline is counted in. Keep the three objects and pass the same ones again: the index (2 ms and
 * about 100 kB for seventeen years) is built once for each trio and found by identity.
 */
export interface WorkingContext {
  readonly calendar: Calendar;
  readonly officeHours: OfficeHours;
  /** Those in force at the place, see `closuresFor`. */
  readonly closures: readonly Closure[];
}

/** A day that a person would name when asked why a deadline lies where it lies. */
export interface NamedDay {
  readonly day: number;
  readonly kind: 'holiday' | 'closure' | 'makeup';
  readonly name: string;
  readonly nameEn?: string;
}

export interface WorkingIndex {
  readonly open: OpenByShape;
  readonly first: number;
  /** By day from `first`: the shape of `OpenByShape`, or `CLOSED`. */
  readonly shapes: Uint8Array;
  readonly workingDays: Cumulative;
  readonly minutes: Cumulative;
  /** Sorted by day. */
  readonly named: readonly NamedDay[];
  readonly coverage: readonly [from: number, until: number];
}

const CLOSED = 255;
/** Two centuries: a closure with a slip in its year must not allocate without end. */
const LONGEST = 73_000;

/** Closures come and go, and each set of them is an index of its own over the same announced days. */
const announcedDays = new WeakMap<Calendar, readonly NamedDay[]>();
const indexes = new WeakMap<Calendar, WeakMap<OfficeHours, WeakMap<readonly Closure[], WorkingIndex>>>();

/** Throws a RangeError for office hours or dates that cannot be read. */
export function indexOf({ calendar, officeHours, closures }: WorkingContext): WorkingIndex {
  const byHours = getOrAdd(indexes, calendar, () => new WeakMap());
  const byClosures = getOrAdd(byHours, officeHours, () => new WeakMap());
  return getOrAdd(byClosures, closures, () => build(calendar, officeHours, closures));
}

/** The intervals the office is open on a day, in order; none on a day off. */
export function openOn(index: WorkingIndex, day: number): readonly Open[] {
  const shape = index.shapes[day - index.first] ?? weekdayOf(day);
  return index.open[shape] ?? [];
}

function build(calendar: Calendar, hours: OfficeHours, closures: readonly Closure[]): WorkingIndex {
  const open = openByShape(hours);
  const coverage = [parseDay(calendar.coverageFrom), parseDay(calendar.coverageUntil)] as const;
  const announced = getOrAdd(announcedDays, calendar, readAnnounced);
  const runs = closures.map(({ from, until, reason }) => ({
    from: parseDay(from),
    until: parseDay(until ?? from),
    reason,
  }));
  const first = Math.min(coverage[0], ...announced.map(({ day }) => day), ...runs.map(({ from }) => from));
  const last = Math.max(coverage[1], ...announced.map(({ day }) => day), ...runs.map(({ until }) => until));
  const backward = runs.find(({ from, until }) => until < from);
  if (backward) throw new RangeError(`closure '${backward.reason}' ends before it begins`);
  if (last - first > LONGEST) throw new RangeError('calendar and closures span more than 200 years');

  const shapes = new Uint8Array(last - first + 1);
  for (let i = 0; i < shapes.length; i++) shapes[i] = weekdayOf(first + i);
  const named = new Map<number, NamedDay>();
  for (const entry of announced) {
    shapes[entry.day - first] = entry.kind === 'makeup' ? MAKEUP_SHAPE : CLOSED;
    named.set(entry.day, entry);
  }
  for (const { from, until, reason } of runs) {
    for (let day = from; day <= until; day++) {
      // A closure on a day off changes nothing and explains nothing.
      if (!open[shapes[day - first] ?? CLOSED]?.length) continue;
      shapes[day - first] = CLOSED;
      named.set(day, { day, kind: 'closure', name: reason });
    }
  }
  const minutesByShape = open.map((intervals) => intervals.reduce((sum, [from, to]) => sum + to - from, 0));
  const minutes = new Int32Array(shapes.length);
  for (let i = 0; i < shapes.length; i++) minutes[i] = minutesByShape[shapes[i] ?? CLOSED] ?? 0;
  return {
    open,
    first,
    shapes,
    workingDays: cumulative(first, minutes.map(Math.sign), minutesByShape.slice(0, 7).map(Math.sign)),
    minutes: cumulative(first, minutes, minutesByShape.slice(0, 7)),
    named: [...named.values()].sort((a, b) => a.day - b.day),
    coverage,
  };
}

const readAnnounced = ({ days }: Calendar): readonly NamedDay[] =>
  [...days].map(([date, entry]) => ({ day: parseDay(date), ...entry }));

function getOrAdd<K extends object, V>(map: WeakMap<K, V>, key: K, make: (key: K) => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  map.set(key, made);
  return made;
}
