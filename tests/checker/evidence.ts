import { entriesOf, type JournalEntry } from './journal.js';
import type { Log, LogEvent } from './log.js';
import { type Keeper, KEEPERS, type Stores } from './stores.js';

/** All that is judged by. */
export interface Evidence {
  readonly journal: readonly JournalEntry[];
  /** Every record of the topic that the system wrote, in the order of the partitions. */
  readonly written: readonly LogEvent[];
  /** Each event once, where it came first. */
  readonly first: readonly LogEvent[];
  readonly firstByRequest: ReadonlyMap<string, readonly LogEvent[]>;
  readonly unreadable: Log['unreadable'];
  readonly injected: ReadonlySet<string>;
  readonly stores: Stores;
  /** Those that are judged. */
  readonly services: readonly Keeper[];
}

/** One breach of a promise, in words that lead to it. */
export interface Breach {
  readonly kind: BreachKind;
  readonly what: string;
}

export const BREACHES = [
  'lost',
  'duplicate',
  'inversion',
  'early',
  'late',
  'orphan',
  'parked',
  'disagreement',
  'leak',
  'audit',
] as const;
export type BreachKind = (typeof BREACHES)[number];

export const placeOf = ({ partition, offset }: { partition: number; offset: string }): string =>
  `${partition}/${offset}`;

export function gatherEvidence(
  journal: readonly JournalEntry[],
  log: Log,
  stores: Stores,
  services: readonly Keeper[] = KEEPERS,
): Evidence {
  const injected = new Set(entriesOf(journal, 'injected').map(placeOf));
  const written = log.events.filter((event) => !injected.has(placeOf(event)));
  const seen = new Set<string>();
  const first = written.filter(({ id }) => !seen.has(id) && seen.add(id));
  return {
    ...{ journal, written, first, injected, stores, services },
    firstByRequest: Map.groupBy(first, ({ key }) => key),
    unreadable: log.unreadable.filter((record) => !injected.has(placeOf(record))),
  };
}

/** A breach for each of these. */
export const breachesOf = <T>(kind: BreachKind, of: Iterable<T>, say: (one: T) => string): Breach[] =>
  [...of].map((one) => ({ kind, what: say(one) }));
