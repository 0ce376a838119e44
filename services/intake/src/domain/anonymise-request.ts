import { outgoing } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, changedTo, type IntakeDecision, system } from './decide-with.js';
import type { RequestState } from './request-state.js';

const DAY_MS = 86_400_000;

/**
 * Forgets who asked and what was said, `days` after the request ended; where, what kind of matter, when and how it ended stay.
 * @param now RFC 3339 UTC
 */
export function anonymiseRequest(state: RequestState | undefined, days: number, now: string): IntakeDecision {
  if (!state) return ignored('never_submitted');
  if (state.anonymisedAt) return ignored('already_anonymised');
  const endedAt = endOf(state);
  if (endedAt === null) return ignored('not_ended');
  if (Date.parse(endedAt) + days * DAY_MS > Date.parse(now)) return ignored('kept_still');
  const { requestId } = state;
  return changedTo(
    { ...state, sealed: null, requesterId: '', contactIndex: null, hasContact: false, anonymisedAt: now },
    outgoing('RequestAnonymised', {
      requestId,
      by: system,
      reason: because('retention.over', { days }),
      endedAt,
    }),
  );
}

function endOf(state: RequestState): string | null {
  switch (state.state) {
    case 'closed':
      return state.closedAt;
    case 'declined':
      return state.declinedAt;
    case 'withdrawn':
      return state.withdrawnAt;
    case 'received':
    case 'resolved':
      return null;
  }
}
