import { ignored } from '#decider/decision.js';
import { changedTo, ended, type IntakeDecision } from './decide-with.js';
import { known, type RequestState } from './request-state.js';

export function endWhenDeclined(state: RequestState | undefined, now: string): IntakeDecision {
  if (!state) return ignored('never_submitted');
  if (ended(state)) return ignored(state.state);
  return changedTo({ ...known(state), state: 'declined', declinedAt: now });
}
