import { outgoing } from '#contracts/catalogue.js';
import type { Actor } from '#contracts/parts.js';
import { rejected } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision } from './context.js';
import { endDeadlines, runningOf } from './deadline.js';
import { withWarning } from './deadlines-of-level.js';
import { timeOfCounted } from './count-due.js';
import { type EscalationState, isClimbing } from './escalation-state.js';
import { fence, isRejected } from './fence.js';
import { standsAbove } from './rungs.js';
import { setDeadlines, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

/** What an act from above says. `level`: of whoever acts; null is an administrator. */
export interface ActFromAbove {
  readonly by: Actor;
  readonly seenNumber: number;
  readonly level: string | null;
  readonly sealed: string | null;
}

/** A level above grants the time asked for, or refuses it; both are told. What has passed meanwhile cannot be granted any more. */
export function decideExtension(
  state: EscalationState | undefined,
  { by, seenNumber, level, sealed, grant }: ActFromAbove & { readonly grant: boolean },
  context: EscalationContext,
): EscalationDecision {
  const held = fence(state, seenNumber);
  if (isRejected(held)) return held;
  const subject = subjectOf(held, context);
  if (!standsAbove(subject.profile, level, held.holding.level))
    return rejected('not_one_level_up', { level: held.holding.level });
  const { pendingExtension: pending } = held;
  if (!pending) return rejected('no_extension_pending');
  if (held.status === 'paused') return rejected('request_paused', { until: held.pause.until });
  const resolve = runningOf(held.deadlines, 'resolve');
  if (!resolve || isClimbing(held) || resolve.dueAt <= context.now)
    return rejected('extension_after_expiry', resolve ? { dueAt: resolve.dueAt } : {});
  // A calendar that came meanwhile may have moved the deadline past the date asked for.
  const until = grant && pending.until > resolve.dueAt ? pending.until : resolve.dueAt;
  const reason = because(grant ? 'extension.granted' : 'extension.refused', {
    asked: pending.until,
    before: resolve.dueAt,
  });
  const answered = endDeadlines(held.deadlines, 'met', ['extension_decision']);
  const moved = setDeadlines(answered, subject, {
    kind: 'resolve',
    rule: 'extension.granted',
    counted: { by: 'date', at: until, time: timeOfCounted(resolve.counted) },
  });
  return toldDeadlines(
    {
      ...held,
      pendingExtension: null,
      extensions: held.extensions + (grant ? 1 : 0),
      deadlines: grant ? withWarning(moved, subject, context.now) : answered,
    },
    context,
    by,
    reason,
    outgoing('ExtensionDecided', {
      requestId: held.requestId,
      by,
      reason,
      assignmentNumber: held.holding.number,
      granted: grant,
      until,
      sealed,
    }),
  );
}
