import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { changedTo, type AssignmentDecision } from './decide-with.js';
import type { RequestState } from './request-state.js';

/** Keeps what the request is bound to. What was answered on the spot never needs a holder. */
export function rememberWhenSubmitted(
  state: RequestState | undefined,
  body: BodyOf<'RequestSubmitted'>,
): AssignmentDecision {
  if (state) return ignored('already_known');
  if (body.onTheSpot) return ignored('on_the_spot');
  return changedTo({
    status: 'waiting',
    requestId: body.requestId,
    jurisdiction: body.jurisdiction,
    profile: body.profile,
    revision: 0,
    sealed: body.areaCode === null ? body.sealed : null,
  });
}
