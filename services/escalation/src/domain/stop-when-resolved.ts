import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision, system } from './context.js';
import { endDeadlines } from './deadline.js';
import { type EscalationState, isHeld, opened, type Resolved } from './escalation-state.js';
import { setDeadlines, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

/**
 * The holder says it is solved: its clock stops, and the one of following up begins, since a solved request nobody confirmed
 * must not be forgotten. An escalation of this holding, if one was raised, came second: whoever orders the two took the
 * solution first, or there would be none. It is void, so that a dispute can still climb.
 */
export function stopWhenResolved(
  state: EscalationState | undefined,
  { body, time }: { readonly body: BodyOf<'RequestResolved'>; readonly time: string },
  context: EscalationContext,
): EscalationDecision {
  if (!isHeld(state)) return ignored('not_held');
  const { number } = state.holding;
  if (body.assignmentNumber !== number) return ignored('past_assignment');
  if (state.status === 'resolved') return ignored('already_resolved');
  const met = endDeadlines(state.deadlines, 'met', ['accept', 'resolve', 'beyond_reply']);
  const ended = endDeadlines(met, 'cancelled', ['warn', 'resume', 'return_decision', 'extension_decision']);
  const subject = subjectOf(state, context);
  const { within } = subject.profile.closing.followUp;
  const resolved: Resolved = {
    ...opened(state),
    status: 'resolved',
    escalatedNumber: Math.min(state.escalatedNumber, number - 1),
    pendingExtension: null,
    deadlines: setDeadlines(ended, subject, {
      kind: 'follow_up',
      rule: 'closing.followUp',
      counted: { by: 'duration', from: time, within },
    }),
  };
  return toldDeadlines(resolved, context, system, because('assignment.resolved', { followUp: within }));
}
