import { outgoing } from '#contracts/catalogue.js';
import { ignored, rejected } from '#decider/decision.js';
import { because, changedTo, ended, type IntakeDecision } from './decide-with.js';
import { type Act, known, type RequestState } from './request-state.js';

/** The requester says it is not solved: reopened, and on its way one level up. */
export function disputeSolution(state: RequestState | undefined, { by, sealed }: Act): IntakeDecision {
  if (!state) return rejected('request_not_found');
  if (state.state === 'received') {
    const waits = state.disputed !== null && state.disputed === state.assignment?.number;
    return waits ? ignored('already_disputed') : rejected('not_resolved_yet');
  }
  if (state.state !== 'resolved') return ended(state)!;
  if (state.confirmation) return rejected('already_confirmed');
  return changedTo(
    { ...known(state), state: 'received', disputed: state.resolvedAssignment },
    outgoing('SolutionDisputed', {
      requestId: state.requestId,
      by,
      reason: because('requester.disputed', { assignmentNumber: state.resolvedAssignment }),
      assignmentNumber: state.resolvedAssignment,
      sealed,
    }),
  );
}
