import type { Principal } from '#chassis/principal.js';
import { coversArea, mayActOn } from '#chassis/scope.js';
import { rejected, type Rejected } from '#decider/decision.js';
import type { EscalationState, Holding } from '../domain/escalation-state.js';
import { holdingSpokenOf } from '../domain/fence.js';

export type Scope = (principal: Principal, holding: Holding) => boolean;

export const ofTheOffice: Scope = (principal, { areaCode, officeCode }) =>
  mayActOn(principal, { areaCode, officeCode });

export const overTheArea: Scope = (principal, { areaCode }) => coversArea(principal, areaCode);

/**
 * Why the caller may not; null if it may. Judged by the holding its If-Match names, so that an office that held it is told
 * that it moved on. Outside the caller's area a request does not exist.
 */
export function outOfScope(
  principal: Principal,
  state: EscalationState | undefined,
  seenNumber: number,
  scope: Scope,
): Rejected | null {
  const holding = holdingSpokenOf(state, seenNumber);
  if (!holding) {
    const here = principal.jurisdiction === null || principal.jurisdiction === state?.jurisdiction;
    return here ? null : rejected('request_not_found');
  }
  if (scope(principal, holding)) return null;
  return rejected(coversArea(principal, holding.areaCode) ? 'not_your_assignment' : 'request_not_found');
}
