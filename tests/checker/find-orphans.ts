import { type Breach, breachesOf, type Evidence } from './evidence.js';
import type { Stores } from './stores.js';

const OPEN = new Set(['received', 'resolved']);

/** Requests that are open, and nobody holds them, or no time runs; and services that do not agree how it stands. */
export function findOrphans(evidence: Evidence): Breach[] {
  const { stores, services } = evidence;
  return services.includes('ledger') ? [...orphans(stores), ...disagreements(stores)] : [];
}

function orphans({ requests, queued, holders, deadlines, parked }: Stores): Breach[] {
  const running = new Set(deadlines.map(({ id }) => id));
  const stuck = new Set(parked.map(({ requestId }) => requestId));
  const open = requests.filter(({ id, state }) => OPEN.has(state) && !stuck.has(id));
  return [
    ...breachesOf(
      'orphan',
      open.filter(({ id }) => !holders.has(id) && !queued.has(id)),
      ({ id, state }) => `${id} is ${state} and nobody holds it`,
    ),
    ...breachesOf(
      'orphan',
      open.filter(({ id }) => !running.has(id)),
      ({ id, state }) => `${id} is ${state} and no deadline runs`,
    ),
  ];
}

const ENDED = new Set(['closed', 'declined', 'withdrawn']);

function disagreements({ requests, views, holders, parked }: Stores): Breach[] {
  const stuck = new Set(parked.map(({ requestId }) => requestId));
  const told = new Map(views.map((view) => [view.id, view]));
  const both = requests.flatMap((request) => {
    const view = told.get(request.id);
    return view && !stuck.has(request.id) ? [{ request, view }] : [];
  });
  return [
    ...breachesOf(
      'disagreement',
      both.filter(
        ({ request, view }) =>
          (ENDED.has(request.state) || ENDED.has(view.state) || request.state === 'resolved') &&
          request.state !== view.state,
      ),
      ({ request, view }) => `${request.id} is ${request.state} to intake and ${view.state} to the ledger`,
    ),
    ...breachesOf(
      'disagreement',
      both.filter(({ request, view }) => {
        const held = holders.get(request.id);
        return held !== undefined && (held !== view.number || (request.assignment ?? held) !== held);
      }),
      ({ request, view }) =>
        `${request.id}: assignment ${holders.get(request.id)} holds it, the ledger says ${view.number}, intake ${request.assignment}`,
    ),
  ];
}
