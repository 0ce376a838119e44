import { earliestDomainTime, latestDomainTime, rateOf } from './domain-time.js';
import { type Breach, breachesOf, type Evidence } from './evidence.js';
import type { LogEvent } from './log.js';
import type { DeadlineRow } from './stores.js';

/** Events that only a deadline brings about. */
export const byDeadline = ({ name, source, body }: LogEvent): boolean =>
  source === 'escalation' &&
  (name === 'DeadlinePassed' ||
    name === 'DeadlineWarned' ||
    (name === 'EscalationRaised' && body['cause'] === 'deadline'));

/** When the deadline behind it was due, epoch ms. The body itself may name another date: a warning names that of which it warns. */
export function dueOf({ body }: LogEvent): number {
  const { facts } = body['reason'] as { facts: Readonly<Record<string, unknown>> };
  return Date.parse(String(facts['dueAt']));
}

/** Each deadline that fired has its one event, not before its time by anybody’s clock; none that is due waits. */
export function findWrongFirings(evidence: Evidence): Breach[] {
  const { first, stores, journal } = evidence;
  const events = Map.groupBy(first.filter(byDeadline), ({ name, body }) => factOf(name, body));
  const fired = Map.groupBy(
    stores.deadlines.filter(
      ({ state, consequence }) => state === 'fired' && consequence.name !== 'RequestResumed',
    ),
    ({ consequence }) => factOf(consequence.name, consequence.body),
  );
  const facts = new Set([...events.keys(), ...fired.keys()]);
  const count = (of: ReadonlyMap<string, readonly unknown[]>, fact: string) => of.get(fact)?.length ?? 0;
  const early = [...fired].flatMap(([fact, rows]) =>
    (events.get(fact) ?? []).flatMap((event) => earlyBy(evidence, rows[0]!, event)),
  );
  const now = earliestDomainTime(journal, Date.now());
  return [
    ...breachesOf(
      'lost',
      [...facts].filter((fact) => count(events, fact) < count(fired, fact)),
      (fact) => `a deadline fired and its event is not on the topic: ${fact}`,
    ),
    ...breachesOf(
      'duplicate',
      [...facts].filter((fact) => count(events, fact) > count(fired, fact)),
      (fact) => `${count(events, fact)} events for ${count(fired, fact)} deadlines fired: ${fact}`,
    ),
    ...early,
    ...breachesOf(
      'late',
      stores.deadlines.filter(({ state, dueAt }) => state === 'pending' && dueAt <= now),
      (row) => `${nameOf(row)} was due at ${iso(row.dueAt)} and has not fired at ${iso(now)}`,
    ),
  ];
}

function earlyBy({ journal }: Evidence, row: DeadlineRow, event: LogEvent): Breach[] {
  // The time the service wrote down, and the broker’s clock when it came: neither may lie before the due time.
  const appended = latestDomainTime(journal, event.appendedAt);
  const at = Math.min(event.time, appended);
  return at < row.dueAt
    ? [{ kind: 'early', what: `${nameOf(row)}, due at ${iso(row.dueAt)}, fired at ${iso(at)}` }]
    : [];
}

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

/** Same name and body: the deadline’s row holds what is published. Keys sorted, since jsonb has its own order. */
function factOf(name: string, body: unknown): string {
  return `${name} ${JSON.stringify(sorted(body))}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
