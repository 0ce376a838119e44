import { ignored } from '#decider/decision.js';
import { chooseOfficer, isAbsent, STAND_IN_ORDER } from './choose-officer.js';
import type { AssignmentContext } from './context.js';
import { because, system, type AssignmentDecision } from './decide-with.js';
import type { HolderQuestion } from './find-holder.js';
import { openHolding, questionOf } from './open-holding.js';
import type { CurrentHolding, RequestState } from './request-state.js';
import { routeUpwards, type Route } from './route-upwards.js';
import { rungsFrom } from './rungs.js';

/**
 * The officer who holds it is absent or has left: somebody else of the office takes over, else the rung, else the next one
 * at once. The deadlines run on. Where nobody is present at all, it stays where it is.
 */
export function reholdWhenOfficerAway(
  state: RequestState | undefined,
  officerId: string,
  context: AssignmentContext,
): AssignmentDecision {
  if (!state || state.status === 'waiting') return ignored('not_assigned');
  if (state.status !== 'open') return ignored(state.status);
  const { holding } = state;
  if (holding.officerId !== officerId) return ignored('past_assignment');
  const why = whyAway(holding, context);
  if (!why) return ignored('present');
  const question = { ...questionOf(state, state.matter, context), except: officerId, order: STAND_IN_ORDER };
  const route =
    inOffice(question, holding) ?? routeUpwards(question, rungsFrom(question.profile, holding.level));
  const nobodyBetter = why === 'absent' || route.officer.id === officerId;
  if (route.nobodyPresent && nobodyBetter) return ignored('nobody_present');
  const reason = because('assignment.officer_away', { officerId, why, level: holding.level });
  return openHolding(state, state.matter, route, { cause: 'absence', by: system, reason }, context);
}

function whyAway(holding: CurrentHolding, { registry, now }: AssignmentContext): 'left' | 'absent' | null {
  if (registry.officers.get(holding.officerId)?.officeCode !== holding.office.code) return 'left';
  return isAbsent(registry, holding.officerId, Date.parse(now)) ? 'absent' : null;
}

/** The office that holds it need not be the one routing would choose (it may have come by transfer). Beyond the top the pairing decides. */
function inOffice(
  { registry, requestId, now, except, order }: HolderQuestion,
  holding: CurrentHolding,
): Route | null {
  const office = registry.offices.get(holding.office.code);
  if (!office || holding.beyond) return null;
  const officer = chooseOfficer(registry, office.code, requestId, now, {
    except: except ?? null,
    ...(order ? { order } : {}),
  });
  if (typeof officer === 'string') return null;
  return { level: holding.level, beyond: false, office, officer, skipped: [], nobodyPresent: false };
}
