import type { Claims } from '#local-system/claims.js';
import type { Profile } from '#profile/model.js';
import type { RegistryRows } from './build-registry.js';
import { residentClaims } from './perform-deed.js';

export const ADMIN: Claims = { sub: 'admin-1', role: 'admin' };

/** The first area of the lowest level: the neighbourhood the sample tokens belong to. */
export function sampleBlock(rows: RegistryRows, profile: Profile): string {
  return rows.areas.find((area) => area.level === profile.levels[0]!.id)!.code;
}

/**
 * Who may be played in a jurisdiction: a resident, an administrator, and for each level around the sample block somebody
 * of its general office. On the top level and beyond it is a supervisor, since the matters there lie with many offices.
 */
export function sampleClaims(
  rows: RegistryRows,
  profile: Profile,
  jurisdiction: string,
): Record<string, Claims> {
  const block = sampleBlock(rows, profile);
  const top = profile.levels.at(-1)!.id;
  const claims: Record<string, Claims> = {
    resident: residentClaims('resident-1', jurisdiction),
    admin: ADMIN,
  };
  for (const level of profile.levels) {
    const area = block.slice(0, level.codeLength);
    const office = `o-${area}`;
    const sub = rows.officers.find((o) => o.officeCode === office)!.id;
    const role = level.id === top ? 'supervisor' : 'officer';
    claims[level.id] = { sub, role, jurisdiction, level: level.id, area, office };
  }
  if (profile.beyond) {
    const office = `o-${jurisdiction}-${profile.beyond.id}`;
    const sub = rows.officers.find((o) => o.officeCode === office)!.id;
    claims[profile.beyond.id] = {
      sub,
      role: 'supervisor',
      jurisdiction,
      level: profile.beyond.id,
      area: jurisdiction,
      office,
    };
  }
  return claims;
}
