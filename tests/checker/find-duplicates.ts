import { type Breach, breachesOf, type Evidence } from './evidence.js';
import { entriesOf } from './journal.js';

/** Events that happen at most once to a request, or once to each of its assignments. */
const ONCE = [
  'RequestSubmitted',
  'RequestClosed',
  'RequestWithdrawn',
  'SolutionConfirmed',
  'AssignmentEnded',
];
const ONCE_AN_ASSIGNMENT = ['RequestAssigned', 'AssignmentAccepted', 'RequestResolved', 'HelpAsked'];

/** What happened twice. The same event delivered or sent again is none: it carries the same id. */
export function findDuplicates(evidence: Evidence): Breach[] {
  return [
    ...keysTwice(evidence),
    ...numbersTwice(evidence),
    ...factsTwice(evidence),
    ...timelineTwice(evidence),
  ];
}

function keysTwice({ journal, stores }: Evidence): Breach[] {
  const submitted = entriesOf(journal, 'submit');
  const byRequester = Map.groupBy(stores.requests, ({ requester }) => requester);
  return [
    ...breachesOf(
      'duplicate',
      submitted.filter(({ ids }) => new Set(ids).size > 1),
      ({ key, ids }) => `the key ${key} was answered with ${[...new Set(ids)].join(' and ')}`,
    ),
    ...breachesOf(
      'duplicate',
      submitted.filter(({ requester }) => (byRequester.get(requester)?.length ?? 0) > 1),
      ({ key, requester }) => `the key ${key} became ${byRequester.get(requester)!.length} requests`,
    ),
  ];
}

/** Two events of one service with the same number: one of them has an effect more. */
function numbersTwice({ first }: Evidence): Breach[] {
  const byNumber = Map.groupBy(
    first,
    ({ source, key, sequence }) => `event ${sequence} of ${source} about ${key}`,
  );
  return breachesOf(
    'duplicate',
    [...byNumber].filter(([, events]) => events.length > 1),
    ([place, events]) =>
      `${place} is there ${events.length} times: ${events.map(({ name }) => name).join(', ')}`,
  );
}

function factsTwice({ first }: Evidence): Breach[] {
  const facts = Map.groupBy(first, ({ name, key, body }) => {
    if (ONCE.includes(name)) return `${name} of ${key}`;
    if (!ONCE_AN_ASSIGNMENT.includes(name)) return null;
    const assignment = body['assignment'] as { number: number } | undefined;
    return `${name} of ${key}, assignment ${assignment?.number ?? String(body['assignmentNumber'])}`;
  });
  return breachesOf(
    'duplicate',
    [...facts].filter(([fact, events]) => fact !== null && events.length > 1),
    ([fact, events]) => `${fact} happened ${events.length} times`,
  );
}

function timelineTwice({ stores }: Evidence): Breach[] {
  const entries = Map.groupBy(stores.timeline, ({ eventId }) => eventId);
  return breachesOf(
    'duplicate',
    [...entries].filter(([, all]) => all.length > 1),
    ([eventId, all]) => `event ${eventId} stands ${all.length} times in the timeline of ${all[0]!.id}`,
  );
}
