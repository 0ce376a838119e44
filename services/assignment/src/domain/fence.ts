import { rejected, type Rejected } from '#decider/decision.js';
import type { Holding, Open, RequestState, Resolved } from './request-state.js';

/** What the caller's If-Match names: the holding it saw, and how many events had been written by then. */
export interface Seen {
  readonly assignmentNumber: number;
  readonly sequence: number;
}

/**
 * Lets an act through only on the open holding the caller has seen. A past holding is refused by name, since its end may
 * be what the caller has to know; after that comes what has been decided, and last the entity tag as a whole.
 */
export function fence(state: RequestState | undefined, seen: Seen): Open | Rejected {
  if (!state) return rejected('request_not_found');
  if (state.status === 'waiting') return rejected('not_assigned_yet');
  if (state.status === 'ended') return rejected(`already_${state.because}`);
  const past = pastAssignment(state, seen);
  if (past) return past;
  if (state.status === 'resolved')
    return rejected('already_resolved', { assignmentNumber: state.holding.number });
  if (seen.assignmentNumber !== state.holding.number || seen.sequence !== state.revision)
    return rejected('precondition_failed', { etag: `"${state.holding.number}.${state.revision}"` });
  return state;
}

function pastAssignment({ holding }: Open | Resolved, seen: Seen): Rejected | null {
  if (seen.assignmentNumber < 1 || seen.assignmentNumber >= holding.number) return null;
  return rejected('past_assignment', {
    assignmentNumber: seen.assignmentNumber,
    currentNumber: holding.number,
    currentLevel: holding.level,
  });
}

export const isRejected = (value: Open | Rejected): value is Rejected => 'kind' in value;

/** The holding the caller speaks of: the one its If-Match names, else the current one. For the check of scope. */
export function holdingSpokenOf(state: RequestState | undefined, number: number): Holding | null {
  if (!state || state.status === 'waiting') return null;
  const all: readonly Holding[] = state.status === 'ended' ? state.past : [...state.past, state.holding];
  return all.find((holding) => holding.number === number) ?? all.at(-1) ?? null;
}
