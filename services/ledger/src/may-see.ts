import type { Principal } from '#chassis/principal.js';
import { coversArea } from '#chassis/scope.js';
import type { RequestView } from './domain/request-view.js';

/**
 * Whether the caller may know of the request. Residents: their own. Staff: what lies in their area, what their office holds or
 * held, what they handed in themselves; never outside their jurisdiction.
 */
export function maySee(principal: Principal, view: RequestView): boolean {
  if (view.requester.id === principal.sub) return true;
  if (principal.role === 'resident') return false;
  if (principal.jurisdiction !== null && !view.jurisdiction.startsWith(principal.jurisdiction)) return false;
  if (coversArea(principal, view.areaCode ?? view.jurisdiction)) return true;
  return view.holdings.some(
    (holding) =>
      coversArea(principal, holding.areaCode) ||
      (principal.office !== null && holding.office === principal.office),
  );
}
