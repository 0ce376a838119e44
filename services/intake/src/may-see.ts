import type { Principal } from '#chassis/principal.js';
import { coversArea, mayActOn } from '#chassis/scope.js';
import type { RequestState } from './domain/request-state.js';

/** Only whoever submitted it answers for it: an officer cannot confirm what an officer solved. */
export const isRequester = (principal: Principal, state: RequestState): boolean =>
  principal.sub === state.requesterId;

/** The office that holds it, supervisors over its area, administrators. */
export const holds = (principal: Principal, { assignment }: RequestState): boolean =>
  assignment !== null && mayActOn(principal, assignment);

/** Staff who may know of the request: who holds it, the offices above, and whoever stands over its area. */
export function isStaffInScope(principal: Principal, state: RequestState): boolean {
  const { assignment, jurisdiction } = state;
  if (holds(principal, state)) return true;
  switch (principal.role) {
    case 'resident':
      return false;
    case 'officer':
      return assignment !== null && isAbove(principal, assignment.areaCode);
    case 'supervisor':
    case 'monitor':
    case 'admin':
      return [state.areaCode ?? jurisdiction, assignment?.areaCode].some(
        (area) => area !== undefined && coversArea(principal, area),
      );
  }
}

const isAbove = (principal: Principal, areaCode: string): boolean =>
  principal.area !== null && principal.area.length < areaCode.length && coversArea(principal, areaCode);
