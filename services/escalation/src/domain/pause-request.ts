import { outgoing } from '#contracts/catalogue.js';
import { rejected, type Rejected } from '#decider/decision.js';
import { dueAt } from '#working-time/due-at.js';
import { remaining } from '#working-time/pause.js';
import { parseDuration } from '#working-time/read-duration.js';
import { because, type EscalationContext, type EscalationDecision, toInstant } from './context.js';
import { timeOfCounted } from './count-due.js';
import { endDeadlines, isRunning } from './deadline.js';
import { WORK_KINDS } from './deadlines-of-level.js';
import type { ActFromAbove } from './decide-extension.js';
import {
  type EscalationState,
  type HeldState,
  isClimbing,
  type Paused,
  type Suspended,
} from './escalation-state.js';
import { fence, isRejected } from './fence.js';
import { standsAbove } from './rungs.js';
import { setDeadlines, type Subject, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

export interface PauseAct extends ActFromAbove {
  readonly until: string;
  readonly reasonCode: string;
}

/** A level above stops the clock of the work until a date, for a reason of the profile. It goes on by itself. */
export function pauseRequest(
  state: EscalationState | undefined,
  act: PauseAct,
  context: EscalationContext,
): EscalationDecision {
  const held = fence(state, act.seenNumber);
  if (isRejected(held)) return held;
  const subject = subjectOf(held, context);
  const refused = refusalOf(held, act, subject, context.now);
  if (refused) return refused;
  const { by, until, reasonCode, sealed } = act;
  const { longest } = subject.profile.pause;
  const ended = endDeadlines(held.deadlines, 'cancelled', WORK_KINDS);
  const reason = because('pause.ordered', { reasonCode, until, longest });
  const paused: Paused = {
    ...held,
    status: 'paused',
    pause: { from: context.now, until, reasonCode, suspended: suspendedOf(held, subject, context.now) },
    deadlines: setDeadlines(ended, subject, {
      kind: 'resume',
      rule: 'pause.until',
      counted: { by: 'date', at: until, time: 'calendar' },
    }),
  };
  const said = outgoing('RequestPaused', {
    requestId: held.requestId,
    by,
    reason,
    assignmentNumber: held.holding.number,
    until,
    reasonCode,
    sealed,
  });
  return toldDeadlines(paused, context, by, reason, said);
}

function refusalOf(
  held: HeldState,
  act: PauseAct,
  { profile, working }: Subject,
  now: string,
): Rejected | null {
  if (!standsAbove(profile, act.level, held.holding.level))
    return rejected('not_one_level_up', { level: held.holding.level });
  if (held.status === 'resolved') return rejected('already_resolved');
  if (held.status === 'paused') return rejected('request_paused', { until: held.pause.until });
  // What is past fires in a moment: it would be taken off just in time to never happen.
  if (
    isClimbing(held) ||
    held.deadlines.some((one) => (isWork(one) && one.dueAt <= now) || isToBeRenewed(one))
  )
    return rejected('pause_after_expiry');
  const codes = profile.pause.reasons.map(({ code }) => code);
  if (!codes.includes(act.reasonCode)) return rejected('unknown_reason_code', { allowed: codes });
  if (act.until <= now) return rejected('not_in_the_future', { now });
  const { longest } = profile.pause;
  const latest = toInstant(dueAt(Date.parse(now), parseDuration(longest), working).dueAt);
  return act.until > latest ? rejected('pause_too_long', { longest, latest }) : null;
}

const isWork = (deadline: HeldState['deadlines'][number]): boolean =>
  isRunning(deadline) && WORK_KINDS.includes(deadline.kind) && deadline.kind !== 'warn';

/** It was reported, and the one in its place is still on its way: a pause now would keep nothing, and nothing would come back. */
const isToBeRenewed = ({ kind, state }: HeldState['deadlines'][number]): boolean =>
  state === 'fired' && (kind === 'resolve' || kind === 'beyond_reply');

/** What is left of each deadline of the work; a warning follows from the one it warns of. */
const suspendedOf = (held: HeldState, { working }: Subject, now: string): Suspended[] =>
  held.deadlines.filter(isWork).map(({ kind, rule, dueAt: due, counted }) => {
    const time = timeOfCounted(counted);
    const restMs = remaining(Date.parse(now), Date.parse(due), time, working);
    return { kind, rule, time, restMs, dueAt: due };
  });
