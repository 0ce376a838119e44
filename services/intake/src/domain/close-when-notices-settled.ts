import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { closeWhenDue } from './close-when-due.js';
import { changedTo, ended, type IntakeContext, type IntakeDecision } from './decide-with.js';
import { isWaitedFor } from './owed-notices.js';
import type { RequestState } from './request-state.js';

/** Remembers what closing waits for, and closes where it was the last thing missing. */
export function closeWhenNoticesSettled(
  state: RequestState | undefined,
  { purpose, assignmentNumber }: BodyOf<'NoticesSettled'>,
  context: IntakeContext,
): IntakeDecision {
  if (!state) return ignored('never_submitted');
  if (ended(state)) return ignored(state.state);
  if (!isWaitedFor(context.profileOf(state.profile), purpose)) return ignored('not_waited_for');
  const known = state.settled.some(
    (one) => one.purpose === purpose && one.assignmentNumber === assignmentNumber,
  );
  if (known) return ignored('already_settled');
  const settled = [...state.settled, { purpose, assignmentNumber }];
  return state.state === 'resolved'
    ? closeWhenDue({ ...state, settled }, context)
    : changedTo({ ...state, settled });
}
