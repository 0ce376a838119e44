import { outgoing } from '#contracts/catalogue.js';
import type { Actor } from '#contracts/parts.js';
import { rejected } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision } from './context.js';
import { endDeadlines, type Counted, runningOf } from './deadline.js';
import type { ActFromAbove } from './decide-extension.js';
import type { EscalationState } from './escalation-state.js';
import { fence, isRejected } from './fence.js';
import { standsAbove } from './rungs.js';
import { setDeadlines, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

/** A desk above wants to know how it goes; the holder owes a reply by a date. The clock of the work is not touched. */
export function openSupervision(
  state: EscalationState | undefined,
  { by, seenNumber, level, sealed, replyBy: wish }: ActFromAbove & { readonly replyBy: string | null },
  context: EscalationContext,
): EscalationDecision {
  const held = fence(state, seenNumber);
  if (isRejected(held)) return held;
  const subject = subjectOf(held, context);
  if (!standsAbove(subject.profile, level, held.holding.level))
    return rejected('not_one_level_up', { level: held.holding.level });
  if (held.supervision) return rejected('supervision_open', { replyBy: held.supervision.replyBy });
  if (wish !== null && wish <= context.now) return rejected('not_in_the_future', { now: context.now });
  const { replyWithin } = subject.profile.supervision;
  const counted: Counted = wish
    ? { by: 'date', at: wish, time: 'calendar' }
    : { by: 'duration', from: context.now, within: replyWithin };
  const deadlines = setDeadlines(held.deadlines, subject, {
    kind: 'supervision_reply',
    rule: wish ? 'supervision.replyBy' : 'supervision.replyWithin',
    counted,
  });
  const replyBy = runningOf(deadlines, 'supervision_reply')?.dueAt ?? context.now;
  const reason = because('supervision.opened', { replyBy, ...(level ? { supervisorLevel: level } : {}) });
  const said = outgoing('SupervisionOpened', {
    requestId: held.requestId,
    by,
    reason,
    assignmentNumber: held.holding.number,
    replyBy,
    sealed,
  });
  const supervision = { openedAt: context.now, replyBy, level };
  return toldDeadlines({ ...held, supervision, deadlines }, context, by, reason, said);
}

export interface SupervisionReply {
  readonly by: Actor;
  readonly seenNumber: number;
  readonly sealed: string | null;
}

/** The holder's office replies, late or in time. */
export function answerSupervision(
  state: EscalationState | undefined,
  { by, seenNumber, sealed }: SupervisionReply,
  context: EscalationContext,
): EscalationDecision {
  const held = fence(state, seenNumber);
  if (isRejected(held)) return held;
  const { supervision } = held;
  if (!supervision) return rejected('no_supervision_open');
  const reason = because('supervision.answered', {
    replyBy: supervision.replyBy,
    inTime: context.now <= supervision.replyBy,
  });
  const said = outgoing('SupervisionAnswered', {
    requestId: held.requestId,
    by,
    reason,
    assignmentNumber: held.holding.number,
    sealed,
  });
  const deadlines = endDeadlines(held.deadlines, 'met', ['supervision_reply']);
  return toldDeadlines({ ...held, supervision: null, deadlines }, context, by, reason, said);
}
