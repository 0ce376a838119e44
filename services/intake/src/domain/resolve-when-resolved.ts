import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { changedTo, ended, type IntakeDecision } from './decide-with.js';
import { known, type RequestState } from './request-state.js';

/** The holder says it is solved: the requester's word is wanted now. A solution of a past assignment is none. */
export function resolveWhenResolved(
  state: RequestState | undefined,
  { assignmentNumber }: BodyOf<'RequestResolved'>,
  now: string,
): IntakeDecision {
  if (!state) return ignored('never_submitted');
  if (ended(state)) return ignored(state.state);
  if (state.state !== 'received') return ignored('already_resolved');
  if (assignmentNumber < (state.assignment?.number ?? 0) || assignmentNumber <= (state.disputed ?? 0))
    return ignored('past_assignment');
  return changedTo({
    ...known(state),
    state: 'resolved',
    resolvedAt: now,
    resolvedAssignment: assignmentNumber,
    confirmation: null,
    exceptionAsked: null,
    exceptionApproved: null,
  });
}
