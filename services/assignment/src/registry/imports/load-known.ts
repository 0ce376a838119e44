import type { EntityManager } from 'typeorm';
import type { Sealer } from '#chassis/sealer.js';
import type { ProfileStore } from '#profile/profile-store.js';
import { profileAt } from '../profile-at.js';
import type { Known } from './import-kind.js';

/** The registry as it is, in three reads. */
export async function loadKnown(
  manager: EntityManager,
  profiles: ProfileStore,
  sealer: Sealer,
): Promise<Known> {
  const map = async <T>(sql: string): Promise<Map<string, T>> => {
    const rows = await manager.query<({ key: string } & T)[]>(sql);
    return new Map(rows.map((row) => [row.key, row]));
  };
  return {
    areas: await map('select code as key, level from assignment.area'),
    offices: await map('select code as key, area_code as "areaCode" from assignment.office'),
    officers: await map('select id as key, office_code as "officeCode" from assignment.officer'),
    profileAt: (areaCode) => profileAt(profiles, areaCode),
    isRoot: (areaCode) => profiles.jurisdictionOf(areaCode)?.code === areaCode,
    seal: (content) => sealer.seal(content),
  };
}
