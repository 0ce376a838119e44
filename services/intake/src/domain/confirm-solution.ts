import { outgoing } from '#contracts/catalogue.js';
import { ignored, rejected } from '#decider/decision.js';
import { closeWhenDue } from './close-when-due.js';
import { because, ended, type IntakeContext, type IntakeDecision } from './decide-with.js';
import type { Act, RequestState } from './request-state.js';

export interface Confirmation extends Act {
  /** 1 to 5. */
  readonly rating: number;
}

/** The requester says it is solved. The first word counts; said again it changes nothing. */
export function confirmSolution(
  state: RequestState | undefined,
  { by, sealed, rating }: Confirmation,
  context: IntakeContext,
): IntakeDecision {
  if (!state) return rejected('request_not_found');
  if (state.state === 'closed' && state.how === 'confirmed') return ignored('already_confirmed');
  if (state.state === 'received') return rejected('not_resolved_yet');
  if (state.state !== 'resolved') return ended(state)!;
  if (state.confirmation) return ignored('already_confirmed');
  const confirmed = { ...state, confirmation: { at: context.now, rating } };
  return closeWhenDue(
    confirmed,
    context,
    outgoing('SolutionConfirmed', {
      requestId: state.requestId,
      by,
      reason: because('requester.confirmed', { rating }),
      assignmentNumber: state.resolvedAssignment,
      rating,
      sealed,
    }),
  );
}
