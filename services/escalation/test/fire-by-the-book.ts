import type { Outgoing } from '#contracts/catalogue.js';
import { climbs, isRunning } from '../src/domain/deadline.js';
import { type EscalationState, isClimbing, isHeld } from '../src/domain/escalation-state.js';

/**
 * What firing means, said as a plain function: the store does the same set-based, and a test compares the two. What is due is
 * fired in the order of its due times; a climb is published only if it is the assignment's first and the request is open.
 */
export function fireByTheBook(
  state: EscalationState,
  now: string,
): { state: EscalationState; events: readonly Outgoing[] } {
  const due = state.deadlines
    .filter((one) => isRunning(one) && one.dueAt <= now)
    .toSorted((a, b) => (a.dueAt + a.kind < b.dueAt + b.kind ? -1 : 1));
  let next = state;
  const events: Outgoing[] = [];
  for (const one of due) {
    const climb = climbs(one);
    const takesEffect = !climb || (isHeld(next) && next.status === 'open' && !isClimbing(next));
    if (takesEffect) events.push(one.consequence!);
    next = {
      ...next,
      deadlines: next.deadlines.map((each) => (each === one ? { ...each, state: 'fired' as const } : each)),
      ...(climb && takesEffect ? { escalatedNumber: one.assignmentNumber } : {}),
    };
  }
  return { state: next, events };
}
