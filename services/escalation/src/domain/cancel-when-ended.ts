import { changed, ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision, system } from './context.js';
import { endDeadlines, isRunning } from './deadline.js';
import { type Ended, type EscalationState, isHeld } from './escalation-state.js';
import { toldDeadlines } from './tell-deadlines.js';

/** Nothing is due any more. Said only where something was. */
export function cancelWhenEnded(
  state: EscalationState | undefined,
  why: Ended['because'],
  context: EscalationContext,
): EscalationDecision {
  if (!state) throw new Error(`a request was ${why} that is not known`);
  if (state.status === 'ended') return ignored(state.because);
  const { requestId, jurisdiction, profile, escalatedNumber } = state;
  const ended: Ended = {
    status: 'ended',
    because: why,
    requestId,
    jurisdiction,
    profile,
    escalatedNumber,
    past: isHeld(state) ? [...state.past, state.holding] : [],
    deadlines: endDeadlines(state.deadlines, 'cancelled'),
  };
  return isHeld(state) || state.deadlines.some(isRunning)
    ? toldDeadlines(ended, context, system, because(`request.${why}`))
    : changed(ended);
}
