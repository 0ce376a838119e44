import type { Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { prefixOf } from './registry-scope.js';
import type { PageDto } from './registry.dto.js';

export interface Page<T> {
  readonly items: readonly T[];
  /** `after` of the next page; null on the last one. */
  readonly next: string | null;
}

/** Cuts the one more that was read to know whether there is a next page. */
export function pageOf<T>(items: readonly T[], limit: number, keyOf: (item: T) => string): Page<T> {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return { items: page, next: items.length > limit && last !== undefined ? keyOf(last) : null };
}

/** The narrower of what the caller sees and what is asked for; nothing where they do not meet. Digits only, safe in LIKE. */
export function prefixWithin(principal: Principal, { area }: PageDto): string {
  const own = prefixOf(principal);
  if (area === undefined || own.startsWith(area)) return own;
  return area.startsWith(own) ? area : '-';
}

export function mustBeCode(code: string, pattern: RegExp): string {
  if (!pattern.test(code)) throw new Problem('registry_entry_not_found');
  return code;
}
