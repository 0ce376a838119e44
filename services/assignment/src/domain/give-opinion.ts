import { outgoing } from '#contracts/catalogue.js';
import type { Act } from './act.js';
import { because, changedTo, type AssignmentDecision } from './decide-with.js';
import { fence, isRejected } from './fence.js';
import type { OpinionForm, RequestState } from './request-state.js';

/** The written handling opinion is put on record; gates that ask for its form open. */
export function giveOpinion(
  state: RequestState | undefined,
  { by, seen, sealed, form }: Act & { readonly form: OpinionForm },
): AssignmentDecision {
  const open = fence(state, seen);
  if (isRejected(open)) return open;
  const { holding, requestId } = open;
  const opinions = holding.opinions.includes(form) ? holding.opinions : [...holding.opinions, form];
  return changedTo(
    { ...open, holding: { ...holding, opinions } },
    outgoing('OpinionGiven', {
      requestId,
      by,
      reason: because('act.opinion', { form }),
      assignmentNumber: holding.number,
      form,
      sealed,
    }),
  );
}
