import type { Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { coversArea } from '#chassis/scope.js';
import type { Profile } from '#profile/model.js';

/** @throws Problem on_the_spot_not_here unless the caller is an officer of a level that may, within the own area */
export function checkOnTheSpot(principal: Principal, profile: Profile, placeCode: string): void {
  const { onTheSpotLevels } = profile.closing;
  const level = principal.role === 'officer' || principal.role === 'supervisor' ? principal.level : null;
  // Where only an address or coordinates are known, the place is the jurisdiction: it must at least be the caller's own.
  const near = coversArea(principal, placeCode) || placeCode === principal.jurisdiction;
  if (level === null || !onTheSpotLevels.includes(level) || !near)
    throw new Problem('on_the_spot_not_here', { facts: { levels: onTheSpotLevels } });
}
