import { outgoing, type BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import type { AssignmentContext } from './context.js';
import { because, changedTo, system, type AssignmentDecision } from './decide-with.js';
import { openHolding, questionOf } from './open-holding.js';
import type { Cause, RequestState } from './request-state.js';
import { routeUpwards } from './route-upwards.js';
import { rungsAbove, rungsFrom } from './rungs.js';

type Because = BodyOf<'EscalationIgnored'>['because'];

/**
 * The request climbs, unless the escalation came too late: the holding it names is past or solved, or the request ended.
 * Then it is ignored by name, and the log says so. A dispute moves only what is said to be solved.
 */
export function openNextWhenEscalated(
  state: RequestState | undefined,
  body: BodyOf<'EscalationRaised'>,
  context: AssignmentContext,
): AssignmentDecision {
  if (!state) throw new Error('EscalationRaised for a request that is not known');
  if (state.status === 'waiting') return ignored('not_assigned');
  const late = tooLate(state, body.assignmentNumber, body.cause as Cause);
  if (late) return ignoredByName(state, body, late);
  if (state.status === 'ended' || body.assignmentNumber > state.holding.number)
    return ignored('unknown_assignment');
  if (body.cause === 'dispute' && state.status !== 'resolved') return ignored('not_resolved');
  const question = questionOf(state, state.matter, context);
  const named = rungsFrom(question.profile, body.toLevel);
  // A level the profile does not know must not stop the climb.
  const rungs = named.length > 0 ? named : rungsAbove(question.profile, state.holding.level);
  const route = routeUpwards(question, rungs);
  const reason = because(body.reason.rule, {
    ...body.reason.facts,
    fromLevel: body.fromLevel,
    toLevel: body.toLevel,
  });
  return openHolding(state, state.matter, route, { cause: body.cause as Cause, by: system, reason }, context);
}

function tooLate(state: RequestState, number: number, cause: Cause): Because | null {
  if (state.status === 'waiting') return null;
  if (state.status === 'ended') return state.because;
  if (number < state.holding.number) return 'past_assignment';
  return state.status === 'resolved' && number === state.holding.number && cause !== 'dispute'
    ? 'resolved'
    : null;
}

function ignoredByName(
  state: RequestState,
  { requestId, assignmentNumber, cause }: BodyOf<'EscalationRaised'>,
  why: Because,
): AssignmentDecision {
  return changedTo(
    state,
    outgoing('EscalationIgnored', {
      requestId,
      by: system,
      reason: because('escalation.ignored', { cause: cause as string, because: why as string }),
      assignmentNumber,
      because: why,
    }),
  );
}
