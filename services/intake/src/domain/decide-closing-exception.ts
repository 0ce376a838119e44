import { outgoing } from '#contracts/catalogue.js';
import { rejected } from '#decider/decision.js';
import { nextLevel, rankOf } from '#profile/levels.js';
import type { Profile } from '#profile/model.js';
import { closeWhenDue } from './close-when-due.js';
import { because, changedTo, ended, type IntakeContext, type IntakeDecision } from './decide-with.js';
import type { Act, RequestState } from './request-state.js';

export interface ExceptionDecision extends Act {
  /** Of the assignment the decider has seen (If-Match). */
  readonly assignmentNumber: number;
  readonly approved: boolean;
  /** Level of whoever decides; null: an administrator, who stands above all. */
  readonly deciderLevel: string | null;
  readonly supervises: boolean;
}

/** A level above the holder's decides whether the requester's word may be done without. */
export function decideClosingException(
  state: RequestState | undefined,
  decision: ExceptionDecision,
  context: IntakeContext,
): IntakeDecision {
  const { by, sealed, assignmentNumber, approved, deciderLevel, supervises } = decision;
  if (!state) return rejected('request_not_found');
  const refused = ended(state);
  if (refused) return refused;
  if (state.assignment && state.assignment.number > assignmentNumber) return rejected('precondition_failed');
  if (state.state !== 'resolved') return rejected('not_resolved_yet');
  const level = state.assignment?.level ?? '';
  const profile = context.profileOf(state.profile);
  if (deciderLevel !== null && !standsAbove(profile, deciderLevel, level, supervises))
    return rejected('not_one_level_up', { level });
  if (!state.exceptionAsked) return rejected('no_closing_exception_pending');
  // Four eyes: nobody approves what they asked for themselves.
  if (state.exceptionAsked.by === by.id) return rejected('not_one_level_up', { level });
  const decided = outgoing('ClosingExceptionDecided', {
    requestId: state.requestId,
    by,
    reason: because(approved ? 'closing.exception_approved' : 'closing.exception_refused', {
      reasonCode: state.exceptionAsked.reasonCode,
    }),
    assignmentNumber: state.resolvedAssignment,
    approved,
    sealed,
  });
  if (!approved) return changedTo({ ...state, exceptionAsked: null }, decided);
  const exceptionApproved = { at: context.now, by: by.id ?? '' };
  return closeWhenDue({ ...state, exceptionAsked: null, exceptionApproved }, context, decided);
}

/** Above the top level stands the rung beyond at most; there the level's own supervisor may decide too. */
function standsAbove(profile: Profile, decider: string, holder: string, supervises: boolean): boolean {
  const above = nextLevel(profile, holder);
  if (supervises && decider === holder && (above === null || above.beyond)) return true;
  return rankOf(profile, decider) > rankOf(profile, holder);
}
