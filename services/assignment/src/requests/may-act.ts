import type { Principal } from '#chassis/principal.js';
import { coversArea, mayActOn } from '#chassis/scope.js';
import { holdingSpokenOf } from '../domain/fence.js';
import type { Holding, RequestState } from '../domain/request-state.js';

export type Scope = (principal: Principal, holding: Holding) => boolean;

export const ofTheOffice: Scope = (principal, { areaCode, office }) =>
  mayActOn(principal, { areaCode, officeCode: office.code });

export const overTheArea: Scope = (principal, { areaCode }) => coversArea(principal, areaCode);

/**
 * Whether the caller may know of the request at all. Judged by the holding its If-Match names: whose office held it is told
 * that it moved on; anybody else learns nothing, not even that it exists.
 */
export function mayAct(
  principal: Principal,
  state: RequestState | undefined,
  assignmentNumber: number,
  scope: Scope,
): boolean {
  const holding = holdingSpokenOf(state, assignmentNumber);
  if (holding) return scope(principal, holding);
  return principal.jurisdiction === null || principal.jurisdiction === state?.jurisdiction;
}
