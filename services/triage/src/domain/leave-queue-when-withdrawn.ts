import type { Outgoing } from '#contracts/catalogue.js';
import { changed, type Decision, ignored } from '#decider/decision.js';
import type { TriageState } from './triage-state.js';

export function leaveQueueWhenWithdrawn(state: TriageState | undefined): Decision<TriageState, Outgoing> {
  return state?.status === 'queued'
    ? changed({ ...state, status: 'withdrawn', queuedAt: null })
    : ignored('not_queued');
}
