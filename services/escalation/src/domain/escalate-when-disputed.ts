import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision } from './context.js';
import { type EscalationState, isClimbing, isHeld } from './escalation-state.js';
import { raiseEscalation } from './raise-escalation.js';
import { rungAbove } from './rungs.js';

/** Not solved, says the requester: it is reopened one level up; on the last rung, there. */
export function escalateWhenDisputed(
  state: EscalationState | undefined,
  { assignmentNumber, by }: BodyOf<'SolutionDisputed'>,
  { profileOf }: EscalationContext,
): EscalationDecision {
  if (!isHeld(state)) return ignored('not_held');
  const { holding } = state;
  if (assignmentNumber !== holding.number) return ignored('past_assignment');
  if (state.status !== 'resolved') return ignored('not_resolved');
  if (isClimbing(state)) return ignored('already_escalated');
  const to = rungAbove(profileOf(state.profile), holding.level) ?? {
    id: holding.level,
    beyond: holding.beyond,
  };
  return raiseEscalation(state, to, 'dispute', by, because('solution.disputed'));
}
