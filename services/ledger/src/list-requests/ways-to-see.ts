import type { Principal } from '#chassis/principal.js';
import type { Put } from './conditions.js';

/**
 * The same as `maySee`, for many at once: the caller may see what meets one of these conditions on `l` (ledger.request_list). What
 * meets one alone is found by an index.
 */
export function waysToSee(me: Principal, put: Put): string[] {
  const ways = me.role === 'resident' ? [] : waysOfStaff(me, put);
  const inside =
    ways.length > 0 && me.jurisdiction !== null ? [`l.jurisdiction like ${put(`${me.jurisdiction}%`)}`] : [];
  const staff = ways.map((way) => [...inside, way].join(' and '));
  return staff.includes('true') ? staff : [...staff, `l.requester_id = ${put(me.sub)}`];
}

/** Inside their jurisdiction. */
function waysOfStaff({ role, area, office }: Principal, put: Put): string[] {
  const held = (by: string): string =>
    `exists (select from ledger.holding h where h.request_id = l.request_id and ${by})`;
  if (area === null && (role === 'admin' || role === 'monitor')) return ['true'];
  const ways: string[] = [];
  if (area !== null) {
    const areas = put(`${area}%`);
    ways.push(`l.scope_area like ${areas}`, held(`h.area_code like ${areas}`));
  }
  if (office !== null) ways.push(held(`h.office = ${put(office)}`));
  return ways;
}
