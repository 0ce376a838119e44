import { outgoing, type Outgoing } from '#contracts/catalogue.js';
import type { Actor, Reason } from '#contracts/parts.js';
import { changed, type Changed } from '#decider/decision.js';
import { climbs, type Deadline, isRunning } from './deadline.js';
import type { EscalationContext } from './context.js';
import { type EscalationState, isClimbing, isHeld } from './escalation-state.js';
import { subjectOf } from './set-deadline.js';

/** The change, and last of its events the deadlines that run now. */
export function toldDeadlines(
  state: EscalationState,
  context: EscalationContext,
  by: Actor,
  reason: Reason,
  ...events: readonly Outgoing[]
): Changed<EscalationState, Outgoing> {
  const running = state.deadlines
    .filter(isRunning)
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
  const told = outgoing('DeadlinesSet', {
    requestId: state.requestId,
    by,
    reason,
    assignmentNumber: numberOf(state),
    deadlines: running.map(({ kind, dueAt, provisional, rule }) => ({ kind, dueAt, provisional, rule })),
    next: nextOf(state, running),
    calendarVersion: subjectOf(state, context).working.calendar.version,
  });
  return changed(state, ...events, told);
}

export const numberOf = (state: EscalationState): number =>
  isHeld(state) ? state.holding.number : state.status === 'ended' ? (state.past.at(-1)?.number ?? 0) : 0;

/** Where it goes next if nothing happens, and when. */
function nextOf(state: EscalationState, running: readonly Deadline[]) {
  if (!isHeld(state) || isClimbing(state)) return null;
  const climb = running.find(climbs);
  return climb?.climbsTo ? { level: climb.climbsTo.level, at: climb.dueAt, rule: climb.climbsTo.rule } : null;
}
