import { readFileSync } from 'node:fs';

/** A request that was submitted, and what the last answer under its key said. `requester` is a token subject used for it alone. */
export interface SubmitEntry {
  readonly type: 'submit';
  readonly key: string;
  readonly requester: string;
  readonly status: number;
  /** Of each 2xx answer; more than one id is a duplicate. */
  readonly ids: readonly string[];
}

/** A 2xx answer to an act, and the event it promises. */
export interface ActEntry {
  readonly type: 'act';
  readonly requestId: string;
  readonly event: string;
  /** null where the event names none. */
  readonly assignmentNumber: number | null;
}

/** A setting of the virtual clock; times of this machine in epoch ms. From `from` on it was on its way, at `confirmed` all had it. */
export interface ClockEntry {
  readonly type: 'clock';
  readonly from: number;
  readonly confirmed: number;
  readonly mode: 'running' | 'stepped';
  readonly rate: number;
  /** Domain time at `realBase`, epoch ms. */
  readonly base: number;
  readonly realBase: number;
}

/** A record put on the topic on purpose: never counted against the system; what it blocks may be parked. */
export interface InjectedEntry {
  readonly type: 'injected';
  readonly partition: number;
  readonly offset: string;
}

/** Words that must not stand on the shared topic in the clear. */
export interface SecretEntry {
  readonly type: 'secret';
  readonly text: string;
}

export type JournalEntry = SubmitEntry | ActEntry | ClockEntry | InjectedEntry | SecretEntry;

/** One JSON object a line. */
export function readJournal(file: string): JournalEntry[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JournalEntry);
}

export const entriesOf = <T extends JournalEntry['type']>(
  journal: readonly JournalEntry[],
  type: T,
): Extract<JournalEntry, { type: T }>[] =>
  journal.filter((entry): entry is Extract<JournalEntry, { type: T }> => entry.type === type);
