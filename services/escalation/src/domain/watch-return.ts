import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision, system } from './context.js';
import { endDeadlines, runningOf } from './deadline.js';
import { type EscalationState, isHeld } from './escalation-state.js';
import { setDeadlines, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

/** The office wants to hand it back: one level up has so long to decide. The holder's own clock runs on. */
export function setReturnDeadlineWhenReturned(
  state: EscalationState | undefined,
  { body, time }: { readonly body: BodyOf<'AssignmentReturned'>; readonly time: string },
  context: EscalationContext,
): EscalationDecision {
  if (!isHeld(state)) return ignored('not_held');
  if (body.assignmentNumber !== state.holding.number) return ignored('past_assignment');
  if (state.status === 'resolved') return ignored('resolved');
  const subject = subjectOf(state, context);
  const within = subject.profile.returns.within.decide;
  const deadlines = setDeadlines(state.deadlines, subject, {
    kind: 'return_decision',
    rule: 'returns.within.decide',
    counted: { by: 'duration', from: time, within },
  });
  const reason = because('return.asked', { reasonCode: body.reasonCode, within });
  return toldDeadlines({ ...state, deadlines }, context, system, reason);
}

/** It was decided; where it was accepted, the next holding has deadlines of its own. */
export function stopReturnDeadlineWhenDecided(
  state: EscalationState | undefined,
  { assignmentNumber, accepted }: BodyOf<'ReturnDecided'>,
  context: EscalationContext,
): EscalationDecision {
  if (!isHeld(state)) return ignored('not_held');
  if (assignmentNumber !== state.holding.number) return ignored('past_assignment');
  if (!runningOf(state.deadlines, 'return_decision')) return ignored('nothing_to_stop');
  const deadlines = endDeadlines(state.deadlines, 'met', ['return_decision']);
  return toldDeadlines({ ...state, deadlines }, context, system, because('return.decided', { accepted }));
}
