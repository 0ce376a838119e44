import type { EscalationContext } from './context.js';
import { climbs, type Deadline, type DeadlineKind } from './deadline.js';
import type { HeldState, Holding } from './escalation-state.js';
import { setDeadlines, subjectOf } from './set-deadline.js';

/** A return asked by the holder before is not the new one's; the rest of what runs is. */
const CARRIED: readonly DeadlineKind[] = [
  'accept',
  'resolve',
  'warn',
  'beyond_reply',
  'resume',
  'supervision_reply',
  'extension_decision',
];

/**
 * The new holding with the due times of the one before; null where there is nothing to take over (it left the rung). What has
 * fired for the holding before without effect yet (a climb, a resumption, a report that renews the clock) comes too late for
 * it, since it names that holding: the deadline is taken over too and, being past, fires at once for the new one.
 */
export function carryDeadlines(
  state: HeldState,
  holding: Holding,
  context: EscalationContext,
): HeldState | null {
  if (holding.beyond !== state.holding.beyond || state.status === 'resolved') return null;
  const next = { ...state, holding, past: [...state.past, state.holding], deadlines: [] };
  const carried = state.deadlines.filter(
    (deadline) => CARRIED.includes(deadline.kind) && (deadline.state === 'running' || missed(deadline)),
  );
  return { ...next, deadlines: setDeadlines([], subjectOf(next, context), ...carried) };
}

const missed = (deadline: Deadline): boolean =>
  deadline.state === 'fired' &&
  (climbs(deadline) || ['resolve', 'beyond_reply', 'resume'].includes(deadline.kind));
