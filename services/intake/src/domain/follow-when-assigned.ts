import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { changedTo, ended, type IntakeDecision } from './decide-with.js';
import { known, type RequestState } from './request-state.js';

/** Remembers who holds it: for whoever may read it, and for acts that name a past assignment. */
export function followWhenAssigned(
  state: RequestState | undefined,
  { assignment: { number, level, areaCode, office } }: BodyOf<'RequestAssigned'>,
): IntakeDecision {
  if (!state) return ignored('never_submitted');
  if (ended(state)) return ignored(state.state);
  if (number <= (state.assignment?.number ?? 0)) return ignored('past_assignment');
  const assignment = { number, level, areaCode, officeCode: office.code };
  if (state.state !== 'resolved') return changedTo({ ...state, assignment });
  // Opened again without a dispute: what was said of the solution before does not speak of the next one.
  return changedTo({ ...known(state), state: 'received', assignment, disputed: state.resolvedAssignment });
}
