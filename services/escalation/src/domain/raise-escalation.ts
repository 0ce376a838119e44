import { outgoing, type Outgoing } from '#contracts/catalogue.js';
import type { Actor, Reason } from '#contracts/parts.js';
import { changed } from '#decider/decision.js';
import type { EscalationDecision } from './context.js';
import type { HeldState } from './escalation-state.js';
import type { Rung } from './rungs.js';

/** Raises the one escalation an assignment may have. The deadlines run on until the next holder is named. */
export function raiseEscalation(
  state: HeldState,
  to: Rung,
  cause: 'help' | 'dispute',
  by: Actor,
  reason: Reason,
): EscalationDecision {
  const { number, level } = state.holding;
  const raised: Outgoing = outgoing('EscalationRaised', {
    requestId: state.requestId,
    by,
    reason: { ...reason, facts: { ...reason.facts, fromLevel: level, toLevel: to.id } },
    assignmentNumber: number,
    fromLevel: level,
    toLevel: to.id,
    beyond: to.beyond,
    cause,
    dueAt: null,
  });
  return changed({ ...state, escalatedNumber: number }, raised);
}
