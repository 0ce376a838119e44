import { outgoing } from '#contracts/catalogue.js';
import { acceptedBy } from './accept-assignment.js';
import type { Act } from './act.js';
import type { AssignmentContext } from './context.js';
import { because, changedTo, type AssignmentDecision } from './decide-with.js';
import { fence, isRejected } from './fence.js';
import { missingOpinion } from './missing-opinion.js';
import type { RequestState } from './request-state.js';

/** The holder says it is solved. From here on no deadline of this holding can move the request; only a dispute can. */
export function resolveAssignment(
  state: RequestState | undefined,
  { by, seen, sealed }: Act,
  { profileOf, now }: AssignmentContext,
): AssignmentDecision {
  const open = fence(state, seen);
  if (isRejected(open)) return open;
  const barred = missingOpinion(profileOf(open.profile), open, 'resolve');
  if (barred) return barred;
  const accepted = acceptedBy(open, by, 'act.resolve.implies_accept', now);
  const { holding } = accepted.state;
  return changedTo(
    { ...accepted.state, status: 'resolved', resolvedAt: now, holding: { ...holding, returnAsked: null } },
    ...accepted.events,
    outgoing('RequestResolved', {
      requestId: open.requestId,
      by,
      reason: because('act.resolve', { acceptedBefore: accepted.events.length === 0 }),
      assignmentNumber: holding.number,
      level: holding.level,
      sealed,
    }),
  );
}
