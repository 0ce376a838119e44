import { earliestDomainTime, latestDomainTime, rateOf } from './domain-time.js';
import { type Breach, breachesOf, type Evidence } from './evidence.js';
import type { LogEvent } from './log.js';
import type { DeadlineRow } from './stores.js';

/** Events that only a deadline brings about. */
export const byDeadline = ({ name, source, body }: LogEvent): boolean =>
  source === 'escalation' &&
  (name === 'DeadlinePassed' ||
    name === 'DeadlineWarned' ||
    (name === 'EscalationRaised' && body['cause'] === 'deadline') ||
    (name === 'RequestResumed' && (body['reason'] as { rule: string }).rule === 'deadline.resume'));

/** Kind and due time, as a deadline is told and as what it brings about names it; of a kind at most one runs. */
interface Told {
  readonly kind: string;
  readonly dueAt: string;
}

/** Of an event by a deadline: which one. */
const factsOf = ({ body }: LogEvent): Told => (body['reason'] as { facts: Told }).facts;

/** When the deadline behind it was due, epoch ms. The body itself may name another date: a warning names that of which it warns. */
export const dueOf = (event: LogEvent): number => Date.parse(factsOf(event).dueAt);

const termOf = ({ kind, dueAt }: Told): string => `${kind}, due at ${dueAt}`;

/**
 * What a deadline brought about is there once, of a deadline that ran by what was told before, and not before its time by anybody’s
 * clock; what ran at last is in the table, and none of it is due.
 */
export function findWrongFirings(evidence: Evidence): Breach[] {
  const { firstByRequest, stores, journal, services } = evidence;
  const stuck = new Set(stores.parked.map(({ requestId }) => requestId));
  const rows = Map.groupBy(stores.deadlines, ({ id }) => id);
  const now = earliestDomainTime(journal, Date.now());
  const judged = [...new Set([...firstByRequest.keys(), ...rows.keys()])].flatMap((id) => {
    const { running, breaches } = follow(evidence, firstByRequest.get(id) ?? []);
    const isJudged = services.includes('escalation') && !stuck.has(id);
    return isJudged ? [...breaches, ...apart(id, running, rows.get(id) ?? [])] : breaches;
  });
  return [
    ...judged,
    ...breachesOf(
      'late',
      stores.deadlines.filter(({ dueAt }) => dueAt <= now),
      (row) => `${nameOf(row)} was due at ${iso(row.dueAt)} and has not fired at ${iso(now)}`,
    ),
  ];
}

/** Goes through what escalation said of one request: each firing takes away one of those told last. */
function follow({ journal }: Evidence, events: readonly LogEvent[]) {
  let running = new Set<string>();
  const breaches: Breach[] = [];
  const said = events
    .filter(({ source }) => source === 'escalation')
    .toSorted((a, b) => a.sequence - b.sequence);
  for (const event of said) {
    if (event.name === 'DeadlinesSet')
      running = new Set((event.body['deadlines'] as readonly Told[]).map(termOf));
    if (!byDeadline(event)) continue;
    const term = termOf(factsOf(event));
    const what = `${event.name} ${event.id} of ${event.key} by the deadline ${term}`;
    if (!running.delete(term)) breaches.push({ kind: 'duplicate', what: `${what}, which did not run` });
    // The time the service wrote down, and the broker’s clock when it came: neither may lie before the due time.
    const at = Math.min(event.time, latestDomainTime(journal, event.appendedAt));
    if (at < dueOf(event)) breaches.push({ kind: 'early', what: `${what}, fired at ${iso(at)}` });
  }
  return { running, breaches };
}

function apart(id: string, running: ReadonlySet<string>, rows: readonly DeadlineRow[]): Breach[] {
  const kept = new Set(rows.map(({ kind, dueAt }) => termOf({ kind, dueAt: iso(dueAt) })));
  return [
    ...breachesOf('lost', without(running, kept), (term) => `the deadline ${term} of ${id} is gone`),
    ...breachesOf('disagreement', without(kept, running), (term) => `nobody was told of ${term} of ${id}`),
  ];
}

const without = (terms: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
  [...terms].filter((term) => !others.has(term));

export interface Lateness {
  readonly fired: number;
  /** Real seconds from due to the broker. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** How long after their due time the deadlines’ events reached the topic, for those due after `since` (real, epoch ms). */
export function latenessOf({ first, journal }: Evidence, since = 0): Lateness {
  const rate = rateOf(journal);
  const late = first
    .filter((event) => byDeadline(event) && event.appendedAt >= since)
    .map((event) => Math.max(0, latestDomainTime(journal, event.appendedAt) - dueOf(event)) / rate / 1000)
    .toSorted((a, b) => a - b);
  const at = (part: number) => late[Math.min(late.length - 1, Math.floor(part * late.length))] ?? 0;
  return { fired: late.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

const nameOf = ({ id, assignmentNumber, kind, ordinal }: DeadlineRow): string =>
  `deadline ${kind}/${ordinal} of ${id}, assignment ${assignmentNumber}`;
const iso = (at: number): string => new Date(at).toISOString();
