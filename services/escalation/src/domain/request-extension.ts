import { outgoing } from '#contracts/catalogue.js';
import type { Actor } from '#contracts/parts.js';
import { rejected, type Rejected } from '#decider/decision.js';
import { dueAt } from '#working-time/due-at.js';
import { parseDuration } from '#working-time/read-duration.js';
import { because, type EscalationContext, type EscalationDecision, toInstant } from './context.js';
import { type Deadline, runningOf } from './deadline.js';
import { type EscalationState, type HeldState, isClimbing } from './escalation-state.js';
import { fence, isRejected } from './fence.js';
import { setDeadlines, type Subject, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

export interface ExtensionWish {
  readonly by: Actor;
  readonly seenNumber: number;
  /** A date, or a length of time on top of the deadline as it stands. */
  readonly until: string | { readonly duration: string };
  readonly sealed: string | null;
}

/** More time is asked for, before expiry; one level up decides. Until then nothing moves. */
export function requestExtension(
  state: EscalationState | undefined,
  { by, seenNumber, until: wish, sealed }: ExtensionWish,
  context: EscalationContext,
): EscalationDecision {
  const held = fence(state, seenNumber);
  if (isRejected(held)) return held;
  const subject = subjectOf(held, context);
  const resolve = extensible(held, subject, context.now);
  if (isRejected(resolve)) return resolve;
  const until = typeof wish === 'string' ? wish : laterBy(resolve, wish.duration, subject);
  const fault = faultOf(until, resolve, subject);
  if (fault) return fault;
  const { decideWithin } = subject.profile.extension;
  const deadlines = setDeadlines(held.deadlines, subject, {
    kind: 'extension_decision',
    rule: 'extension.decideWithin',
    counted: { by: 'duration', from: context.now, within: decideWithin },
  });
  const reason = because('extension.asked', { dueAt: resolve.dueAt, until });
  return toldDeadlines(
    { ...held, pendingExtension: { until, askedAt: context.now }, deadlines },
    context,
    by,
    reason,
    outgoing('ExtensionRequested', {
      requestId: held.requestId,
      by,
      reason,
      assignmentNumber: held.holding.number,
      until,
      sealed,
    }),
  );
}

/** The deadline that may be moved, or why none may. */
function extensible(held: HeldState, { profile }: Subject, now: string): Deadline | Rejected {
  if (held.status === 'resolved') return rejected('already_resolved');
  if (held.status === 'paused') return rejected('request_paused', { until: held.pause.until });
  if (held.holding.beyond) return rejected('extension_not_here', { level: held.holding.level });
  const resolve = runningOf(held.deadlines, 'resolve');
  if (!resolve || isClimbing(held) || resolve.dueAt <= now)
    return rejected('extension_after_expiry', resolve ? { dueAt: resolve.dueAt } : {});
  if (held.pendingExtension) return rejected('extension_pending', { until: held.pendingExtension.until });
  const { atMost } = profile.extension;
  return held.extensions < atMost ? resolve : rejected('extension_used_up', { atMost });
}

const laterBy = ({ dueAt: from }: Deadline, duration: string, { working }: Subject): string =>
  toInstant(dueAt(Date.parse(from), parseDuration(duration), working).dueAt);

function faultOf(until: string, resolve: Deadline, subject: Subject): Rejected | null {
  if (until <= resolve.dueAt) return rejected('extension_not_later', { dueAt: resolve.dueAt });
  const { longest } = subject.profile.extension;
  const latest = laterBy(resolve, longest, subject);
  return until > latest ? rejected('extension_too_long', { longest, latest }) : null;
}
