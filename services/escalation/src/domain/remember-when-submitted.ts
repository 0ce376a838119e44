import type { BodyOf } from '#contracts/catalogue.js';
import { changed, ignored } from '#decider/decision.js';
import type { EscalationDecision } from './context.js';
import type { EscalationState } from './escalation-state.js';

/** From here on the request is known: which practice it is under, and where it is. No deadline yet. */
export function rememberWhenSubmitted(
  state: EscalationState | undefined,
  { requestId, jurisdiction, profile, areaCode }: BodyOf<'RequestSubmitted'>,
): EscalationDecision {
  if (state) return ignored('known_already');
  return changed({
    status: 'waiting',
    requestId,
    jurisdiction,
    profile,
    areaCode,
    deadlines: [],
    escalatedNumber: 0,
  });
}
