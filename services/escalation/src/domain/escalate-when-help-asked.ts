import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision } from './context.js';
import { type EscalationState, isClimbing, isHeld } from './escalation-state.js';
import { raiseEscalation } from './raise-escalation.js';
import { rungAbove } from './rungs.js';

/** It cannot be solved here, says the holder: up it goes, unless a deadline was first. */
export function escalateWhenHelpAsked(
  state: EscalationState | undefined,
  { assignmentNumber, reasonCode, by }: BodyOf<'HelpAsked'>,
  { profileOf }: EscalationContext,
): EscalationDecision {
  if (!isHeld(state)) return ignored('not_held');
  if (assignmentNumber !== state.holding.number) return ignored('past_assignment');
  if (state.status === 'resolved') return ignored('resolved');
  if (isClimbing(state)) return ignored('already_escalated');
  const to = rungAbove(profileOf(state.profile), state.holding.level);
  if (!to) return ignored('no_higher_level');
  return raiseEscalation(state, to, 'help', by, because('help.asked', { reasonCode }));
}
