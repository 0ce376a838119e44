import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision, system } from './context.js';
import { runningOf } from './deadline.js';
import { draftOfLevel, withWarning } from './deadlines-of-level.js';
import { type EscalationState, type HeldState, isHeld } from './escalation-state.js';
import { type Draft, setDeadlines, type Subject, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

/**
 * A deadline passed that moves the request nowhere (the last rung, or a profile that only reports): it was told, and is set
 * again, so that no open request is ever without a running clock.
 */
export function renewWhenPassed(
  state: EscalationState | undefined,
  { body, time }: { readonly body: BodyOf<'DeadlinePassed'>; readonly time: string },
  context: EscalationContext,
): EscalationDecision {
  if (!isHeld(state)) return ignored('not_held');
  const { kind, assignmentNumber } = body;
  if (assignmentNumber !== state.holding.number) return ignored('past_assignment');
  const subject = subjectOf(state, context);
  const again = draftAgain(state, subject, kind as string, time);
  if (!again) return ignored('told_once');
  if (runningOf(state.deadlines, again.kind)) return ignored('running_already');
  const set = setDeadlines(state.deadlines, subject, again);
  const deadlines = again.kind === 'resolve' ? withWarning(set, subject, time) : set;
  const reason = because('deadline.renewed', { kind: again.kind, passedAt: body.dueAt });
  return toldDeadlines({ ...state, deadlines }, context, system, reason);
}

function draftAgain(state: HeldState, { profile }: Subject, kind: string, from: string): Draft | null {
  if (kind === 'follow_up' && state.status === 'resolved') {
    const { within } = profile.closing.followUp;
    return { kind, rule: 'closing.followUp', counted: { by: 'duration', from, within } };
  }
  if ((kind === 'resolve' || kind === 'beyond_reply') && state.status === 'open')
    return draftOfLevel(profile, state.holding, kind, state.severity, from);
  return null;
}
