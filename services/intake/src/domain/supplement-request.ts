import { outgoing } from '#contracts/catalogue.js';
import { rejected } from '#decider/decision.js';
import { because, changedTo, ended, type IntakeDecision } from './decide-with.js';
import type { Act, RequestState } from './request-state.js';

/** The requester adds to what was said, as long as it is open. The words are kept beside the state (`intake.supplement`). */
export function supplementRequest(state: RequestState | undefined, { by, sealed }: Act): IntakeDecision {
  if (!state) return rejected('request_not_found');
  return (
    ended(state) ??
    changedTo(
      state,
      outgoing('RequestSupplemented', {
        requestId: state.requestId,
        by,
        reason: because('requester.supplemented'),
        sealed,
      }),
    )
  );
}
