import type { Received } from '#contracts/catalogue.js';
import { endHolding } from './end-holding.js';
import type { Projection } from './project.js';
import { isEnded, type RequestView } from './request-view.js';

/** Causes that put another officer in place and leave the clock alone. */
const KEEPS_DEADLINES = new Set<unknown>(['transfer', 'absence']);
const CLIMBS = new Set<unknown>(['deadline', 'help', 'dispute']);

function assigned(view: RequestView, { body, time }: Received<'RequestAssigned'>): RequestView {
  const { assignment, sealed, category, severity, kind, above } = body;
  const { number, level, areaCode, office, officerId } = assignment;
  const cause = String(body.cause);
  const held: RequestView = {
    ...endHolding(view, time, cause),
    ...{ category, severity, kind, level },
    // Where neither code nor text named a place for the reader, the first holder's area is it.
    areaCode: view.areaCode ?? areaCode,
    assignmentNumber: number,
    climbs: view.climbs + (CLIMBS.has(body.cause) ? 1 : 0),
  };
  const holding = { number, level, areaCode, office: office.code, officer: officerId, from: time };
  const holdings = [...held.holdings, { ...holding, until: null, acceptedAt: null, endedBecause: null }];
  // An assignment on its way when the requester withdrew: it is written down, AssignmentEnded follows.
  if (isEnded(view)) return { ...held, holdings };
  return {
    ...held,
    holdings,
    state: 'assigned',
    assignment: { ...assignment, officerSealed: sealed, since: time, acceptedAt: null, above },
    returnAsked: false,
    ...(KEEPS_DEADLINES.has(body.cause) ? {} : AFRESH),
  };
}

const AFRESH = {
  deadlines: [],
  next: null,
  overdue: null,
  pausedUntil: null,
  extension: null,
  supervision: null,
};

function accepted(view: RequestView, { body, time }: Received<'AssignmentAccepted'>): RequestView {
  const { assignment } = view;
  if (!assignment || assignment.number !== body.assignmentNumber) return view;
  return {
    ...view,
    state: view.state === 'assigned' ? 'in_work' : view.state,
    assignment: { ...assignment, acceptedAt: time },
    firstAcceptedAt: view.firstAcceptedAt ?? time,
    overdue: view.overdue?.kind === 'accept' ? null : view.overdue,
    holdings: view.holdings.map((holding) =>
      holding.number === body.assignmentNumber ? { ...holding, acceptedAt: time } : holding,
    ),
  };
}

const resolved: Projection<'RequestResolved'> = (view, { body, time }) =>
  isEnded(view) || view.assignmentNumber !== body.assignmentNumber
    ? view
    : {
        ...view,
        state: 'resolved',
        resolvedAt: time,
        deadlines: [],
        next: null,
        overdue: null,
        pausedUntil: null,
        returnAsked: false,
      };

export const projectAssignment: {
  readonly [
    N in
      | 'RequestAssigned'
      | 'AssignmentAccepted'
      | 'WorkProgressed'
      | 'OpinionGiven'
      | 'HelpAsked'
      | 'RequestResolved'
      | 'AssignmentReturned'
      | 'ReturnDecided'
      | 'EscalationIgnored'
      | 'AssignmentEnded'
  ]: Projection<N>;
} = {
  RequestAssigned: assigned,
  AssignmentAccepted: accepted,
  WorkProgressed: (view) => view,
  OpinionGiven: (view) => view,
  HelpAsked: (view) => view,
  RequestResolved: resolved,
  AssignmentReturned: (view, { body }) =>
    view.assignmentNumber === body.assignmentNumber ? { ...view, returnAsked: true } : view,
  ReturnDecided: (view, { body }) =>
    view.assignmentNumber === body.assignmentNumber ? { ...view, returnAsked: false } : view,
  EscalationIgnored: (view) => view,
  AssignmentEnded: (view, { body, time }) => endHolding(view, time, body.because),
};
