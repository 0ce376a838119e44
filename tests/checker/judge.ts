import { requestsTopic } from '#eventlog/topics.js';
import {
  type Breach,
  type BreachKind,
  BREACHES,
  breachesOf,
  type Evidence,
  gatherEvidence,
} from './evidence.js';
import { type Answer, findUnanswered, readAnswers } from './answers.js';
import { findDuplicates } from './find-duplicates.js';
import { findInversions } from './find-inversions.js';
import { findLost } from './find-lost.js';
import { findOrphans } from './find-orphans.js';
import { findLeaks, findParked } from './find-parked.js';
import { findWrongFirings, type Lateness, latenessOf } from './find-wrong-firings.js';
import { entriesOf, type JournalEntry, readJournal } from './journal.js';
import { readLog } from './log.js';
import { type Keeper, readStores } from './stores.js';

export interface Judged {
  /** How much there was to judge. */
  readonly requests: number;
  readonly acts: number;
  readonly events: number;
  /** Records that stand on the topic again: harmless, and a sign that faults struck. */
  readonly sentAgain: number;
  readonly lateness: Lateness;
  readonly counts: Readonly<Record<BreachKind, number>>;
  readonly breaches: readonly Breach[];
  readonly clean: boolean;
}

export interface Sources {
  readonly journal: string | readonly JournalEntry[];
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  /** Lateness is told of deadlines due after this; real, epoch ms. */
  readonly since?: number;
  /** Only these services are there and judged; all six when absent. */
  readonly services?: readonly Keeper[];
  /** Where to ask for a part of what was acknowledged; the token is an administrator's. */
  readonly system?: { readonly baseUrl: string; readonly token: string };
}

/** Reads everything and judges it. The system must be at rest: what is still on its way counts as lost. */
export async function judge(sources: Sources): Promise<Judged> {
  const { journal, databaseUrl, brokers, topicPrefix, since, services, system } = sources;
  const entries = typeof journal === 'string' ? readJournal(journal) : journal;
  const [log, stores, answers] = await Promise.all([
    readLog(brokers, requestsTopic(topicPrefix)),
    readStores(databaseUrl),
    system ? readAnswers(entries, system.baseUrl, system.token) : [],
  ]);
  return verdictOn(gatherEvidence(entries, log, stores, services), answers, since);
}

function verdictOn(evidence: Evidence, answers: readonly Answer[], since?: number): Judged {
  const breaches = [
    ...findLost(evidence),
    ...findDuplicates(evidence),
    ...findInversions(evidence),
    ...findWrongFirings(evidence),
    ...findOrphans(evidence),
    ...findParked(evidence),
    ...findLeaks(evidence),
    ...breachesOf('audit', evidence.stores.auditFaults, (fault) => fault),
    ...findUnanswered(evidence, answers),
  ];
  const counted = Map.groupBy(breaches, ({ kind }) => kind);
  return {
    requests: entriesOf(evidence.journal, 'submit').filter(({ ids }) => ids.length > 0).length,
    acts: entriesOf(evidence.journal, 'act').length,
    events: evidence.first.length,
    sentAgain: evidence.written.length - evidence.first.length,
    lateness: latenessOf(evidence, since),
    counts: Object.fromEntries(BREACHES.map((kind) => [kind, counted.get(kind)?.length ?? 0])) as Record<
      BreachKind,
      number
    >,
    breaches,
    clean: breaches.length === 0,
  };
}

/** Where there was nothing to judge. */
export const NOTHING: Judged = {
  ...{ requests: 0, acts: 0, events: 0, sentAgain: 0, breaches: [], clean: false },
  lateness: { fired: 0, p50: 0, p99: 0, max: 0 },
  counts: Object.fromEntries(BREACHES.map((kind) => [kind, 0])) as Record<BreachKind, number>,
};
