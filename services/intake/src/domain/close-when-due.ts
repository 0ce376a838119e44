import { outgoing, type Outgoing } from '#contracts/catalogue.js';
import { because, changedTo, type IntakeContext, type IntakeDecision, system } from './decide-with.js';
import { noticesSettled } from './owed-notices.js';
import { type Closed, known, type Resolved } from './request-state.js';

/** Changes to `state`, and closes it in the same step if that was the last thing missing. */
export function closeWhenDue(
  state: Resolved,
  { now, profileOf }: IntakeContext,
  ...events: Outgoing[]
): IntakeDecision {
  const closed = closedOf(state, now);
  if (!closed || !noticesSettled(profileOf(state.profile), state.settled, state.resolvedAssignment))
    return changedTo(state, ...events);
  return changedTo(
    closed,
    ...events,
    outgoing('RequestClosed', {
      requestId: state.requestId,
      by: system,
      reason: because(`closed.${closed.how}`, { assignmentNumber: state.resolvedAssignment }),
      how: closed.how,
      assignmentNumber: state.resolvedAssignment,
    }),
  );
}

function closedOf(state: Resolved, now: string): Closed | null {
  const { resolvedAt, confirmation, exceptionApproved } = state;
  const ends = { ...known(state), state: 'closed', closedAt: now, resolvedAt, noticesSettled: true } as const;
  if (confirmation)
    return { ...ends, how: 'confirmed', confirmedAt: confirmation.at, rating: confirmation.rating };
  if (exceptionApproved) return { ...ends, how: 'exception', exceptionApprovedBy: exceptionApproved.by };
  return null;
}
