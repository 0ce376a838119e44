import { outgoing } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, changedTo, system, type AssignmentDecision } from './decide-with.js';
import { endedHolding } from './open-holding.js';
import type { Ended, RequestState } from './request-state.js';

/** The request was closed, withdrawn or declined: nobody holds it any longer. */
export function endWithRequest(state: RequestState | undefined, why: Ended['because']): AssignmentDecision {
  if (!state) return ignored('never_assigned');
  if (state.status === 'ended') return ignored('ended');
  const { requestId, jurisdiction, profile, revision } = state;
  const past = state.status === 'waiting' ? [] : [...state.past, endedHolding(state.holding)];
  const ended: Ended = { status: 'ended', requestId, jurisdiction, profile, revision, because: why, past };
  // Declined is decided before anybody holds it; were it held all the same, its own event says that it ended.
  if (state.status === 'waiting' || why === 'declined') return changedTo(ended);
  return changedTo(
    ended,
    outgoing('AssignmentEnded', {
      requestId,
      by: system,
      reason: because(`request.${why}`),
      assignmentNumber: state.holding.number,
      because: why,
    }),
  );
}
