import { type Breach, breachesOf, type Evidence, placeOf } from './evidence.js';
import { entriesOf } from './journal.js';
import type { ParkedRow, Stores } from './stores.js';

/** What was put aside and was not put there on purpose, nor waits behind what was. */
export function findParked({ stores, injected, unreadable }: Evidence): Breach[] {
  const excused = excusedHeads(stores, injected);
  return [
    ...breachesOf(
      'parked',
      stores.parked.filter((row) => !excused.has(row.id) && !excused.has(row.waitingBehind ?? '')),
      ({ service, requestId, cause }) => `${service} parked an event of ${requestId}: ${cause}`,
    ),
    ...breachesOf(
      'parked',
      unreadable,
      (record) => `record ${placeOf(record)} is no event and nobody put it there`,
    ),
  ];
}

/** `service request` of those whose later events rightly wait. */
export function parkedRequests(stores: Stores, injected: ReadonlySet<string>): Set<string> {
  const excused = excusedHeads(stores, injected);
  return new Set(
    stores.parked
      .filter((row) => excused.has(row.id) || excused.has(row.waitingBehind ?? ''))
      .map(({ service, requestId }) => `${service} ${requestId}`),
  );
}

const excusedHeads = ({ parked }: Stores, injected: ReadonlySet<string>): Set<string> =>
  new Set(parked.filter((row: ParkedRow) => injected.has(placeOf(row))).map(({ id }) => id));

/** Words told in confidence that stand on the topic in the clear. */
export function findLeaks({ journal, written }: Evidence): Breach[] {
  const secrets = entriesOf(journal, 'secret').map(({ text }) => text);
  return breachesOf(
    'leak',
    written.filter(({ value }) => secrets.some((secret) => value.includes(secret))),
    (event) => `${event.name} ${event.id} at ${placeOf(event)} holds what was told in confidence`,
  );
}
