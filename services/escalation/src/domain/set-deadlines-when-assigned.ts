import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision, system } from './context.js';
import { carryDeadlines } from './carry-deadlines.js';
import { runningOf } from './deadline.js';
import { deadlinesOfLevel } from './deadlines-of-level.js';
import { type EscalationState, type HeldState, type Holding, isHeld, type Open } from './escalation-state.js';
import { standsAbove } from './rungs.js';
import { setDeadlines, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

/**
 * Somebody holds it now: until when, is decided here. A colleague or another office of the level takes over what was running;
 * every other new holding begins its level's deadlines anew.
 */
export function setDeadlinesWhenAssigned(
  state: EscalationState | undefined,
  { body, time }: { readonly body: BodyOf<'RequestAssigned'>; readonly time: string },
  context: EscalationContext,
): EscalationDecision {
  if (!state) throw new Error('RequestAssigned for a request that is not known');
  if (state.status === 'ended') return ignored(state.because);
  const { assignment, cause, severity, kind } = body;
  if (isHeld(state) && assignment.number <= state.holding.number) return ignored('past_assignment');
  const { number, level, beyond, areaCode, office } = assignment;
  const holding: Holding = {
    number,
    level,
    beyond,
    areaCode,
    officeCode: office.code,
    openedAt: time,
    acceptedAt: null,
  };
  const keeps = (cause === 'transfer' || cause === 'absence') && isHeld(state);
  const carried = keeps ? carryDeadlines(state, holding, context) : null;
  const next = carried ?? begun(state, holding, { severity, kind }, context);
  const reason = because(carried ? 'assignment.taken_over' : 'assignment.opened', {
    cause: cause as string,
    level,
    severity,
  });
  return toldDeadlines(next, context, system, reason);
}

function begun(
  state: Exclude<EscalationState, { status: 'ended' }>,
  holding: Holding,
  { severity, kind }: Pick<HeldState, 'severity' | 'kind'>,
  context: EscalationContext,
): Open {
  const { requestId, jurisdiction, profile, escalatedNumber } = state;
  const held = isHeld(state) ? state : null;
  const open: Open = {
    status: 'open',
    requestId,
    jurisdiction,
    profile,
    escalatedNumber,
    severity,
    kind,
    holding,
    past: held ? [...held.past, held.holding] : [],
    extensions: 0,
    pendingExtension: null,
    supervision: null,
    deadlines: [],
  };
  const deadlines = deadlinesOfLevel([], subjectOf(open, context), severity, holding.openedAt);
  return held ? supervisedStill({ ...open, deadlines }, held, context) : { ...open, deadlines };
}

/** A desk that stands above the new holder too still waits for its reply. */
function supervisedStill(open: Open, before: HeldState, context: EscalationContext): Open {
  const { supervision } = before;
  const subject = subjectOf(open, context);
  if (!supervision || !standsAbove(subject.profile, supervision.level, open.holding.level)) return open;
  const reply = runningOf(before.deadlines, 'supervision_reply');
  const deadlines = reply ? setDeadlines(open.deadlines, subject, reply) : open.deadlines;
  return { ...open, supervision, deadlines };
}
