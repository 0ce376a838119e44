import { type Breach, breachesOf, type Evidence } from './evidence.js';

/** What about one request came in another order than it happened: on the topic, in the assignments, in the timeline. */
export function findInversions(evidence: Evidence): Breach[] {
  return [...onTheTopic(evidence), ...ofAssignments(evidence), ...inTheTimeline(evidence)];
}

function onTheTopic({ firstByRequest }: Evidence): Breach[] {
  return [...firstByRequest].flatMap(([key, events]) => {
    const last = new Map<string, number>();
    return events.flatMap(({ source, sequence, name }) => {
      const before = last.get(source) ?? 0;
      last.set(source, Math.max(before, sequence));
      return sequence < before
        ? [
            {
              kind: 'inversion' as const,
              what: `${name} (${sequence}) of ${source} about ${key} came after ${before}`,
            },
          ]
        : [];
    });
  });
}

function ofAssignments({ firstByRequest }: Evidence): Breach[] {
  const wrong = [...firstByRequest].flatMap(([key, events]) => {
    const numbers = events
      .filter(({ name }) => name === 'RequestAssigned')
      .map(({ body }) => (body['assignment'] as { number: number }).number);
    return numbers.some((number, at) => at > 0 && number <= numbers[at - 1]!) ? [{ key, numbers }] : [];
  });
  return breachesOf(
    'inversion',
    wrong,
    ({ key, numbers }) => `the assignments of ${key} came as ${numbers.join(', ')}`,
  );
}

function inTheTimeline({ firstByRequest, stores, services }: Evidence): Breach[] {
  if (!services.includes('ledger')) return [];
  const told = Map.groupBy(stores.timeline, ({ id }) => id);
  const wrong = [...firstByRequest].filter(([key, events]) => {
    const entries = (told.get(key) ?? []).toSorted((a, b) => a.seq - b.seq).map(({ eventId }) => eventId);
    const there = new Set(entries);
    const asSent = events.map(({ id }) => id).filter((id) => there.has(id));
    const known = new Set(asSent);
    return asSent.join() !== entries.filter((id) => known.has(id)).join();
  });
  return breachesOf('inversion', wrong, ([key]) => `the timeline of ${key} has another order than the topic`);
}
