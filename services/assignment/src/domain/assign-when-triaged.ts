import type { BodyOf } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import type { AssignmentContext } from './context.js';
import { because, system, type AssignmentDecision } from './decide-with.js';
import { findArea } from './find-area.js';
import { openHolding, questionOf } from './open-holding.js';
import type { Matter, RequestState } from './request-state.js';
import { routeUpwards } from './route-upwards.js';
import { rungsFrom, rungsOf } from './rungs.js';

/** The first holding: from the entry level upwards, on the first level where somebody is present. */
export function assignWhenTriaged(
  state: RequestState | undefined,
  body: BodyOf<'RequestTriaged'>,
  context: AssignmentContext,
): AssignmentDecision {
  // Submission stands before triage on the log. If it is missing here, it was parked, and this one waits behind it.
  if (!state) throw new Error('RequestTriaged for a request whose submission is not known');
  if (state.status === 'ended') return ignored('ended');
  if (state.status !== 'waiting') return ignored('already_assigned');
  const area = findArea(context.registry, state.jurisdiction, body.areaCode, context.placeOf(state.sealed));
  const matter: Matter = {
    areaCode: area.areaCode,
    areaKnown: area.known,
    category: body.category,
    severity: body.severity,
    kind: body.kind,
  };
  const question = questionOf(state, matter, context);
  const rungs = rungsFrom(question.profile, body.entryLevel);
  const route = routeUpwards(question, rungs.length > 0 ? rungs : rungsOf(question.profile));
  const reason = because('assignment.entry', {
    entryLevel: body.entryLevel,
    areaCode: area.areaCode,
    areaFoundBy: area.how,
    category: body.category,
  });
  return openHolding(state, matter, route, { cause: 'triage', by: system, reason }, context);
}
