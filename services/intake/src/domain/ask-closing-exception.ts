import { outgoing } from '#contracts/catalogue.js';
import { ignored, rejected } from '#decider/decision.js';
import { because, changedTo, ended, type IntakeContext, type IntakeDecision } from './decide-with.js';
import type { Act, RequestState } from './request-state.js';

export interface ExceptionAsked extends Act {
  /** Of the assignment the officer has seen (If-Match). */
  readonly assignmentNumber: number;
  readonly reasonCode: string;
}

/** The holder asks to close a solved request without the requester's word. */
export function askClosingException(
  state: RequestState | undefined,
  { by, sealed, assignmentNumber, reasonCode }: ExceptionAsked,
  { now, profileOf }: IntakeContext,
): IntakeDecision {
  if (!state) return rejected('request_not_found');
  const refused = ended(state);
  if (refused) return refused;
  if (state.assignment && state.assignment.number > assignmentNumber) return rejected('precondition_failed');
  if (state.state !== 'resolved') return rejected('not_resolved_yet');
  const reasons = profileOf(state.profile).closing.exceptionReasons.map(({ code }) => code);
  if (!reasons.includes(reasonCode)) return rejected('unknown_reason_code', { allowed: reasons });
  if (state.confirmation) return rejected('already_confirmed');
  if (state.exceptionAsked || state.exceptionApproved) return ignored('already_asked');
  return changedTo(
    { ...state, exceptionAsked: { at: now, by: by.id ?? '', reasonCode } },
    outgoing('ClosingExceptionRequested', {
      requestId: state.requestId,
      by,
      reason: because('closing.exception_asked', { reasonCode }),
      assignmentNumber: state.resolvedAssignment,
      reasonCode,
      sealed,
    }),
  );
}
