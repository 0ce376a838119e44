import { outgoing, type Outgoing } from '#contracts/catalogue.js';
import type { Actor } from '#contracts/parts.js';
import { changed, type Decision } from '#decider/decision.js';
import { notQueued } from './classify-by-hand.js';
import type { TriageState } from './triage-state.js';

/** Not for this door: the requester is told which one is. Only while nobody holds the request. */
export function declineByHand(
  state: TriageState | undefined,
  by: Actor,
  { redirect, sealed }: { redirect: { zh: string; en: string }; sealed: string | null },
): Decision<TriageState, Outgoing> {
  const closed = notQueued(state);
  if (closed) return closed;
  return changed<TriageState, Outgoing>(
    { ...(state as TriageState), status: 'declined', queuedAt: null },
    outgoing('RequestDeclined', {
      requestId: (state as TriageState).requestId,
      by,
      reason: { rule: 'triage.declined_by_hand', facts: {} },
      redirect,
      sealed,
    }),
  );
}
