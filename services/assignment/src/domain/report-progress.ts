import { outgoing } from '#contracts/catalogue.js';
import { acceptedBy } from './accept-assignment.js';
import type { Act } from './act.js';
import type { AssignmentContext } from './context.js';
import { because, changedTo, type AssignmentDecision } from './decide-with.js';
import { fence, isRejected } from './fence.js';
import { missingOpinion } from './missing-opinion.js';
import type { RequestState } from './request-state.js';

export function reportProgress(
  state: RequestState | undefined,
  { by, seen, sealed }: Act,
  { profileOf, now }: AssignmentContext,
): AssignmentDecision {
  const open = fence(state, seen);
  if (isRejected(open)) return open;
  const barred = missingOpinion(profileOf(open.profile), open, 'progress');
  if (barred) return barred;
  const accepted = acceptedBy(open, by, 'act.progress.implies_accept', now);
  return changedTo(
    accepted.state,
    ...accepted.events,
    outgoing('WorkProgressed', {
      requestId: open.requestId,
      by,
      reason: because('act.progress'),
      assignmentNumber: open.holding.number,
      sealed,
    }),
  );
}
