import { chain } from '#contracts/chain.js';
import { type Breach, breachesOf, type Evidence } from './evidence.js';
import { entriesOf } from './journal.js';
import type { LogEvent } from './log.js';
import { parkedRequests } from './find-parked.js';
import { type Keeper, WRITERS } from './stores.js';

/** What was answered 2xx or committed, and has not had its effect everywhere. */
export function findLost(evidence: Evidence): Breach[] {
  return [
    ...submissionsLost(evidence),
    ...actsLost(evidence),
    ...eventsNeverSent(evidence),
    ...eventsNotHandled(evidence),
    ...noticesUnsettled(evidence),
  ];
}

function submissionsLost({ journal, stores, services }: Evidence): Breach[] {
  const known = new Map(
    services.map((service) => [service, new Set(stores.kept.get(service)?.map(({ id }) => id))]),
  );
  const acked = entriesOf(journal, 'submit').flatMap(({ ids }) => ids);
  return services.flatMap((service) =>
    breachesOf(
      'lost',
      acked.filter((id) => !known.get(service)!.has(id)),
      (id) => `request ${id} was answered 2xx and is not known to ${service}`,
    ),
  );
}

function actsLost({ journal, firstByRequest }: Evidence): Breach[] {
  const acts = entriesOf(journal, 'act').filter(
    ({ requestId, event, assignmentNumber }) =>
      !firstByRequest
        .get(requestId)
        ?.some(
          ({ name, body }) =>
            name === event && (assignmentNumber === null || body['assignmentNumber'] === assignmentNumber),
        ),
  );
  return breachesOf(
    'lost',
    acts,
    ({ requestId, event, assignmentNumber }) =>
      `an act on ${requestId} (assignment ${assignmentNumber}) was answered 2xx and there is no ${event}`,
  );
}

/** Every service numbers its events about a request 1, 2, 3 …: what its store counts must stand on the topic. */
function eventsNeverSent({ stores, first, services }: Evidence): Breach[] {
  const sent = new Map<string, Set<number>>();
  for (const { source, key, sequence } of first) {
    const place = `${source} ${key}`;
    const numbers = sent.get(place) ?? new Set();
    sent.set(place, numbers.add(sequence));
  }
  const gaps = WRITERS.filter((name) => services.includes(name)).flatMap((source) =>
    (stores.kept.get(source) ?? []).flatMap(({ id, sequence }) => {
      const there = sent.get(`${source} ${id}`);
      return Array.from({ length: sequence }, (_, at) => at + 1)
        .filter((number) => !there?.has(number))
        .map((number) => ({ source, id, number }));
    }),
  );
  const waiting = [...stores.outbox].filter(([, count]) => count > 0);
  return [
    ...breachesOf(
      'lost',
      gaps,
      ({ source, id, number }) => `event ${number} of ${source} about ${id} is not on the topic`,
    ),
    ...breachesOf(
      'lost',
      waiting,
      ([source, count]) => `${count} events still wait in the outbox of ${source}`,
    ),
  ];
}

/** What a reader passes over by a look at the body, without a trace. */
const passesOver = (service: Keeper, { name, body }: LogEvent): boolean =>
  (service === 'triage' && name === 'DeadlinePassed' && body['kind'] !== 'triage') ||
  (service === 'assignment' && name === 'RequestSubmitted' && body['onTheSpot'] === true);

/** Every event on the topic has its inbox row at each of its readers, unless it is parked there or waits behind what is. */
function eventsNotHandled({ first, stores, injected, services }: Evidence): Breach[] {
  const readers = new Map<string, readonly Keeper[]>(
    chain.map(({ event, readers }) => [event, [...readers, 'ledger'] as const]),
  );
  const excused = parkedRequests(stores, injected);
  const missing = first.flatMap((event) =>
    (readers.get(event.name) ?? [])
      .filter((service) => services.includes(service) && !passesOver(service, event))
      .filter(
        (service) => !stores.inbox.get(service)?.has(event.id) && !excused.has(`${service} ${event.key}`),
      )
      .map((service) => ({ service, event })),
  );
  const timeline = new Set(stores.timeline.map(({ eventId }) => eventId));
  const judged = services.includes('ledger') ? first : [];
  const untold = judged.filter(({ id, key }) => !timeline.has(id) && !excused.has(`ledger ${key}`));
  return [
    ...breachesOf(
      'lost',
      missing,
      ({ service, event }) => `${event.name} ${event.id} of ${event.key} was not handled by ${service}`,
    ),
    ...breachesOf('lost', untold, ({ name, id, key }) => `${name} ${id} of ${key} is not in the timeline`),
  ];
}

function noticesUnsettled({ stores }: Evidence): Breach[] {
  return breachesOf(
    'lost',
    stores.notices.filter(({ state }) => state === 'pending' || state === 'failed'),
    ({ id, requestId, state }) => `notice ${id} of ${requestId} is still ${state}`,
  );
}
