import { rejected, type Rejected } from '#decider/decision.js';
import { type EscalationState, type Holding, isHeld, type HeldState } from './escalation-state.js';

/** Lets an act through only on the holding the caller has seen (the first part of its If-Match); a past one is refused by name. */
export function fence(state: EscalationState | undefined, seenNumber: number): HeldState | Rejected {
  if (!state) return rejected('request_not_found');
  if (state.status === 'ended') return rejected(`already_${state.because}`);
  if (state.status === 'waiting')
    return rejected(seenNumber > 0 ? 'deadlines_not_set_yet' : 'not_assigned_yet');
  const { number, level } = state.holding;
  // The holding the caller has seen may be on its way here.
  if (seenNumber > number) return rejected('deadlines_not_set_yet', { assignmentNumber: seenNumber });
  if (seenNumber < number)
    return seenNumber < 1
      ? rejected('precondition_failed', { assignmentNumber: number })
      : rejected('past_assignment', {
          assignmentNumber: seenNumber,
          currentNumber: number,
          currentLevel: level,
        });
  return state;
}

export const isRejected = (value: object): value is Rejected => 'kind' in value && value.kind === 'rejected';

/** The holding the caller speaks of: the one it has seen, else the current one. For the check of scope. */
export function holdingSpokenOf(state: EscalationState | undefined, seenNumber: number): Holding | null {
  if (!state || state.status === 'waiting') return null;
  const all = isHeld(state) ? [...state.past, state.holding] : state.past;
  return all.find(({ number }) => number === seenNumber) ?? all.at(-1) ?? null;
}
