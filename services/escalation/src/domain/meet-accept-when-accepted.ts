import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision, system } from './context.js';
import { endDeadlines } from './deadline.js';
import { type EscalationState, isHeld } from './escalation-state.js';
import { toldDeadlines } from './tell-deadlines.js';

/** The officer took it in time; the clock of the work runs on. */
export function meetAcceptWhenAccepted(
  state: EscalationState | undefined,
  { body, time }: { readonly body: BodyOf<'AssignmentAccepted'>; readonly time: string },
  context: EscalationContext,
): EscalationDecision {
  if (!isHeld(state)) return ignored('not_held');
  if (body.assignmentNumber !== state.holding.number) return ignored('past_assignment');
  if (state.holding.acceptedAt) return ignored('already_accepted');
  const next = {
    ...state,
    holding: { ...state.holding, acceptedAt: time },
    deadlines: endDeadlines(state.deadlines, 'met', ['accept']),
    ...(state.status === 'paused' ? { pause: withoutAccept(state.pause) } : {}),
  } as typeof state;
  return toldDeadlines(next, context, system, because('assignment.accepted'));
}

const withoutAccept = <P extends { readonly suspended: readonly { kind: string }[] }>(pause: P): P => ({
  ...pause,
  suspended: pause.suspended.filter(({ kind }) => kind !== 'accept'),
});
