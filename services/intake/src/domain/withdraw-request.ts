import { outgoing } from '#contracts/catalogue.js';
import { ignored, rejected } from '#decider/decision.js';
import { because, changedTo, ended, type IntakeDecision } from './decide-with.js';
import { type Act, known, type RequestState } from './request-state.js';

/** The requester takes it back, until it has ended or was confirmed. */
export function withdrawRequest(
  state: RequestState | undefined,
  { by, sealed }: Act,
  now: string,
): IntakeDecision {
  if (!state) return rejected('request_not_found');
  if (state.state === 'withdrawn') return ignored('already_withdrawn');
  if (state.state !== 'received' && state.state !== 'resolved') return ended(state)!;
  if (state.state === 'resolved' && state.confirmation) return rejected('already_confirmed');
  return changedTo(
    { ...known(state), state: 'withdrawn', withdrawnAt: now },
    outgoing('RequestWithdrawn', {
      requestId: state.requestId,
      by,
      reason: because('requester.withdrew'),
      sealed,
    }),
  );
}
