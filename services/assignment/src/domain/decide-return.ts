import { outgoing } from '#contracts/catalogue.js';
import { rejected } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import type { Act } from './act.js';
import type { AssignmentContext } from './context.js';
import { because, changedTo, type AssignmentDecision } from './decide-with.js';
import { fence, isRejected } from './fence.js';
import { openHolding, questionOf } from './open-holding.js';
import { placeAtOffice } from './place-at-office.js';
import type { RequestState } from './request-state.js';
import { routeUpwards } from './route-upwards.js';
import { rungsAbove } from './rungs.js';

export interface ReturnDecision extends Act {
  readonly accepted: boolean;
  /** Level of whoever decides; null: an administrator, who stands above all. */
  readonly deciderLevel: string | null;
  readonly supervises: boolean;
  /** Where it shall go instead; null: to the next level. */
  readonly officeCode: string | null;
}

/** A level above the holder's decides on the return: refused, it stays; accepted, it goes to the office named or a level up. */
export function decideReturn(
  state: RequestState | undefined,
  { by, seen, sealed, accepted, deciderLevel, supervises, officeCode }: ReturnDecision,
  context: AssignmentContext,
): AssignmentDecision {
  const open = fence(state, seen);
  if (isRejected(open)) return open;
  const { holding, matter, requestId } = open;
  const profile = context.profileOf(open.profile);
  if (deciderLevel !== null && !standsAbove(profile, deciderLevel, holding.level, supervises))
    return rejected('not_one_level_up', { level: holding.level });
  if (!holding.returnAsked) return rejected('no_return_pending', { assignmentNumber: holding.number });
  const reason = because(accepted ? 'return.accepted' : 'return.refused', {
    reasonCode: holding.returnAsked.reasonCode,
  });
  const decided = outgoing('ReturnDecided', {
    requestId,
    by,
    reason,
    assignmentNumber: holding.number,
    accepted,
    sealed,
  });
  if (!accepted)
    return changedTo({ ...open, holding: { ...holding, returnAsked: null, returnRefused: true } }, decided);
  const question = { ...questionOf(open, matter, context), except: holding.officerId };
  if (officeCode === null && rungsAbove(profile, holding.level).length === 0)
    return rejected('no_higher_level', { level: holding.level });
  const route =
    officeCode === null
      ? routeUpwards(question, rungsAbove(profile, holding.level))
      : placeAtOffice(question, officeCode);
  if ('kind' in route) return route;
  return openHolding(open, matter, route, { cause: 'return', by, reason }, context, decided);
}

/** Above the top level stands the rung beyond at most; there the level's own supervisor may decide too. */
function standsAbove(profile: Profile, decider: string, holder: string, supervises: boolean): boolean {
  const above = rungsAbove(profile, holder);
  if (supervises && decider === holder && above.every((rung) => rung.beyond)) return true;
  return above.some((rung) => rung.id === decider);
}
