import type { Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { coversArea } from '#chassis/scope.js';

/** Outside the caller's area an entry does not exist. */
export function mustCover(principal: Principal, areaCode: string): void {
  if (!coversArea(principal, areaCode)) throw new Problem('registry_entry_not_found');
}

/** The area subtree the caller sees, as the prefix of its codes. */
export function prefixOf(principal: Principal): string {
  const prefix = principal.area ?? principal.jurisdiction ?? '';
  // A supervisor without an area in the token sees nothing.
  return principal.role === 'admin' || principal.area !== null ? prefix : '-';
}
