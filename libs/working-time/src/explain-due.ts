import { formatDay } from './civil-day.js';
import { weightBefore } from './cumulative.js';
import type { NamedDay, WorkingIndex } from './working-index.js';

/** A run of days with one name, `until` included. */
export interface NamedDays {
  readonly kind: NamedDay['kind'];
  readonly name: string;
  readonly nameEn?: string;
  readonly from: string;
  readonly until: string;
}

/** Facts for "why is it due then?"; JSON as it stands. Calendar and elapsed time skip nothing. */
export interface DueExplanation {
  /** Where counting began, epoch ms. */
  readonly countedFrom: number;
  /** Holidays and closures that were passed over. */
  readonly skipped: readonly NamedDays[];
  /** Weekend days that were worked in exchange. */
  readonly makeup: readonly NamedDays[];
  /** Days off without a name that were passed over: plain weekends. */
  readonly weekendDays: number;
}

/** @param asked the days the calendar was asked about, both included; null when it was not. */
export function explain(
  index: WorkingIndex,
  countedFrom: number,
  asked: readonly [from: number, until: number] | null,
): DueExplanation {
  if (asked === null) return { countedFrom, skipped: [], makeup: [], weekendDays: 0 };
  const [from, until] = asked;
  const skipped: NamedDay[] = [];
  const makeup: NamedDay[] = [];
  for (let i = firstFrom(index.named, from); i < index.named.length; i++) {
    const named = index.named[i];
    if (named === undefined || named.day > until) break;
    (named.kind === 'makeup' ? makeup : skipped).push(named);
  }
  const worked = weightBefore(index.workingDays, until + 1) - weightBefore(index.workingDays, from);
  return {
    countedFrom,
    skipped: runs(skipped),
    makeup: runs(makeup),
    weekendDays: until - from + 1 - worked - skipped.length,
  };
}

function firstFrom(named: readonly NamedDay[], day: number): number {
  let low = 0;
  let high = named.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((named[middle]?.day ?? day) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function runs(days: readonly NamedDay[]): NamedDays[] {
  const found: NamedDays[] = [];
  let previous: NamedDay | undefined;
  for (const named of days) {
    const { day, ...words } = named;
    const run = found.at(-1);
    const goes = previous?.day === day - 1 && previous.name === named.name && previous.kind === named.kind;
    if (goes && run) found[found.length - 1] = { ...run, until: formatDay(day) };
    else found.push({ ...words, from: formatDay(day), until: formatDay(day) });
    previous = named;
  }
  return found;
}
