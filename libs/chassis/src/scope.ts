import type { RowScope } from '#eventlog/row-scope.js';
import type { Principal } from './principal.js';
import { Problem } from './problem.js';

/** Whether the area lies in the principal's area subtree (a code is the prefix of all it contains). */
export function coversArea(principal: Principal, areaCode: string): boolean {
  if (principal.jurisdiction !== null && !areaCode.startsWith(principal.jurisdiction)) return false;
  if (principal.area !== null) return areaCode.startsWith(principal.area);
  // Without an area only an administrator or a monitor sees the whole jurisdiction; a missing claim must not widen.
  return principal.role === 'admin' || principal.role === 'monitor';
}

/** Whether the principal may act on an assignment: its office's officers, supervisors above its area, administrators. */
export function mayActOn(
  principal: Principal,
  assignment: { readonly areaCode: string; readonly officeCode: string },
): boolean {
  switch (principal.role) {
    case 'officer':
      return (
        principal.office !== null &&
        principal.office === assignment.officeCode &&
        (principal.jurisdiction === null || assignment.areaCode.startsWith(principal.jurisdiction))
      );
    case 'supervisor':
    case 'admin':
      return coversArea(principal, assignment.areaCode);
    case 'resident':
    case 'monitor':
      return false;
  }
}

/** What belongs to all jurisdictions alike is not for an administrator of one. @throws Problem forbidden */
export function mustBeOfInstallation({ jurisdiction, area }: Principal): void {
  if (jurisdiction !== null || area !== null) throw new Problem('forbidden');
}

/** The rows that the database shows a caller at all; what of them the caller may see is for the rules above to say. */
export function rowScopeOf({ sub, role, jurisdiction, area, office }: Principal): RowScope {
  if (role === 'resident') return { area: null, office: null, subject: sub };
  const whole = role === 'admin' || role === 'monitor' ? (jurisdiction ?? '') : null;
  return { area: area ?? whole, office, subject: sub };
}
