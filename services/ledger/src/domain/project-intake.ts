import type { Received } from '#contracts/catalogue.js';
import { endHolding } from './end-holding.js';
import type { Projection } from './project.js';
import type { RequestView } from './request-view.js';

export function beginView({ body, time }: Received<'RequestSubmitted'>): RequestView {
  const { requestId, number, jurisdiction, profile, channel, requester, areaCode, onTheSpot } = body;
  // What the requester chose is a wish until triage decides; solved on the spot, nobody decides any more.
  const category = onTheSpot ? body.category : null;
  return {
    ...{ requestId, number, jurisdiction, profile, channel, requester, areaCode, category },
    trackingProof: body.trackingProof,
    state: 'received',
    severity: null,
    kind: null,
    receivedAt: time,
    level: null,
    assignment: null,
    assignmentNumber: 0,
    assignmentSequence: 0,
    holdings: [],
    deadlines: [],
    next: null,
    overdue: null,
    pausedUntil: null,
    supervision: null,
    extension: null,
    returnAsked: false,
    firstAcceptedAt: null,
    resolvedAt: null,
    endedAt: null,
    closedHow: null,
    rating: null,
    disputes: 0,
    climbs: 0,
    entries: 0,
  };
}

/** The request is over: nobody holds it, nothing runs. */
export function endView(
  view: RequestView,
  state: 'closed' | 'declined' | 'withdrawn',
  at: string,
): RequestView {
  return {
    ...endHolding(view, at, state),
    state,
    assignment: null,
    deadlines: [],
    next: null,
    overdue: null,
    pausedUntil: null,
    returnAsked: false,
    endedAt: at,
  };
}

export const projectIntake: {
  readonly [
    N in
      | 'RequestSupplemented'
      | 'RequestWithdrawn'
      | 'SolutionConfirmed'
      | 'SolutionDisputed'
      | 'ClosingExceptionRequested'
      | 'ClosingExceptionDecided'
      | 'RequestClosed'
      | 'RequestAnonymised'
  ]: Projection<N>;
} = {
  RequestSupplemented: (view) => view,
  RequestWithdrawn: (view, { time }) => endView(view, 'withdrawn', time),
  SolutionConfirmed: (view, { body }) => ({ ...view, rating: body.rating }),
  // Reopened one level up; until the next level has it, the one before still does.
  SolutionDisputed: (view, { body }) =>
    view.state === 'resolved' && body.assignmentNumber === view.assignmentNumber
      ? { ...view, state: 'in_work', disputes: view.disputes + 1 }
      : view,
  ClosingExceptionRequested: (view) => view,
  ClosingExceptionDecided: (view) => view,
  RequestClosed: (view, { body, time }) => ({ ...endView(view, 'closed', time), closedHow: body.how }),
  RequestAnonymised: (view) => ({ ...view, requester: { id: '', anonymous: true }, trackingProof: null }),
};
