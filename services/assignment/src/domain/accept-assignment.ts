import { outgoing, type Outgoing } from '#contracts/catalogue.js';
import type { Actor } from '#contracts/parts.js';
import { ignored } from '#decider/decision.js';
import type { Act } from './act.js';
import { because, changedTo, type AssignmentDecision } from './decide-with.js';
import { fence, isRejected } from './fence.js';
import type { Open, RequestState } from './request-state.js';

export function acceptAssignment(
  state: RequestState | undefined,
  { by, seen }: Act,
  now: string,
): AssignmentDecision {
  const open = fence(state, seen);
  if (isRejected(open)) return open;
  if (open.holding.acceptedAt !== null) return ignored('already_accepted');
  const accepted = acceptedBy(open, by, 'act.accept', now);
  return changedTo(accepted.state, ...accepted.events);
}

/** Who works on it has taken it: resolving or reporting progress accepts first, where nobody had. */
export function acceptedBy(
  open: Open,
  by: Actor,
  rule: string,
  now: string,
): { readonly state: Open; readonly events: Outgoing[] } {
  if (open.holding.acceptedAt !== null) return { state: open, events: [] };
  const { requestId, holding } = open;
  return {
    state: { ...open, holding: { ...holding, acceptedAt: now } },
    events: [
      outgoing('AssignmentAccepted', {
        requestId,
        by,
        reason: because(rule),
        assignmentNumber: holding.number,
      }),
    ],
  };
}
