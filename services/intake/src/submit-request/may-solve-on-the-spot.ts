import type { Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { coversArea } from '#chassis/scope.js';
import type { Profile } from '#profile/model.js';

/** @throws Problem on_the_spot_not_here unless the caller is an officer of a level that may, within the own area */
export function checkOnTheSpot(principal: Principal, profile: Profile, areaCode: string | undefined): void {
  const { onTheSpotLevels } = profile.closing;
  const level = principal.role === 'officer' || principal.role === 'supervisor' ? principal.level : null;
  const near = areaCode === undefined || coversArea(principal, areaCode);
  if (level === null || !onTheSpotLevels.includes(level) || !near)
    throw new Problem('on_the_spot_not_here', { facts: { levels: onTheSpotLevels } });
}
