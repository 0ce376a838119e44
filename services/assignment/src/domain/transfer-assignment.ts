import { rejected } from '#decider/decision.js';
import type { Act } from './act.js';
import type { AssignmentContext } from './context.js';
import { because, type AssignmentDecision } from './decide-with.js';
import { fence, isRejected } from './fence.js';
import { openHolding, questionOf } from './open-holding.js';
import { placeAtOffice, placeWithOfficer } from './place-at-office.js';
import type { RequestState } from './request-state.js';

export type TransferTo = { readonly officeCode: string } | { readonly officerId: string };

/** To another officer or office of the same level. A new number, the same deadlines. */
export function transferAssignment(
  state: RequestState | undefined,
  { by, seen, to, text }: Act & { readonly to: TransferTo; readonly text: string | null },
  context: AssignmentContext,
): AssignmentDecision {
  const open = fence(state, seen);
  if (isRejected(open)) return open;
  const { holding, matter } = open;
  const question = { ...questionOf(open, matter, context), except: holding.officerId };
  if ('officerId' in to && to.officerId === holding.officerId)
    return rejected('already_holder', { officerId: holding.officerId });
  const route =
    'officerId' in to ? placeWithOfficer(question, to.officerId) : placeAtOffice(question, to.officeCode);
  if ('kind' in route) return route;
  if (route.level !== holding.level)
    return rejected('not_same_level', { level: holding.level, officeLevel: route.level });
  const reason = because('act.transfer', { fromOffice: holding.office.code, toOffice: route.office.code });
  return openHolding(open, matter, route, { cause: 'transfer', by, reason, text }, context);
}
