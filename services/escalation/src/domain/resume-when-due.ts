import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision, system } from './context.js';
import { endDeadlines } from './deadline.js';
import { withWarning } from './deadlines-of-level.js';
import { type EscalationState, isHeld, opened } from './escalation-state.js';
import { setDeadlines, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

/**
 * The pause is over: what it took off runs on with what was left. Counted from the date that was set, not from when this
 * service got round to it, so that a delay of ours moves nobody's deadline.
 */
export function resumeWhenDue(
  state: EscalationState | undefined,
  { assignmentNumber }: BodyOf<'RequestResumed'>,
  context: EscalationContext,
): EscalationDecision {
  if (!isHeld(state)) return ignored('not_held');
  if (assignmentNumber !== state.holding.number) return ignored('past_assignment');
  if (state.status !== 'paused') return ignored('not_paused');
  const { pause } = state;
  const open = { ...opened(state), deadlines: endDeadlines(state.deadlines, 'met', ['resume']) };
  const subject = subjectOf(open, context);
  const set = setDeadlines(
    open.deadlines,
    subject,
    ...pause.suspended.map(({ kind, rule, restMs, time, dueAt: notBefore }) => ({
      kind,
      rule,
      counted: { by: 'rest' as const, from: pause.until, restMs, time, notBefore },
    })),
  );
  const deadlines = withWarning(set, subject, pause.until);
  const reason = because('pause.over', { pausedFrom: pause.from, pausedUntil: pause.until });
  return toldDeadlines({ ...open, deadlines }, context, system, reason);
}
