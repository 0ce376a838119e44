import type { Profile } from '#profile/model.js';
import type { Area, Office } from '../domain/registry.js';

export interface Fault {
  readonly field: string;
  readonly rule: string;
  readonly zh: string;
  readonly en: string;
}

export const AREA_CODE = /^\d{2,15}$/;
export const KEY = /^[A-Za-z0-9._-]{1,100}$/;

/** What the profile of the jurisdiction says about an area: a level it knows, a code of that level's length. */
export function areaFault(profile: Profile | null, area: Pick<Area, 'code' | 'level'>): Fault | null {
  if (!profile) return fault('code', 'jurisdiction', '不在任何辖区内', 'lies in no jurisdiction');
  const level = profile.levels.find(({ id }) => id === area.level);
  if (!level) {
    const known = profile.levels.map(({ id }) => id).join(', ');
    return fault('level', 'oneOf', `须为下列之一：${known}`, `must be one of: ${known}`);
  }
  if (level.codeLength !== area.code.length)
    return fault(
      'code',
      'codeLength',
      `须为 ${level.codeLength} 位`,
      `must have ${level.codeLength} digits on this level`,
    );
  return null;
}

/** An office answers on its area's level, or beyond the top for the root area; its matters are categories of the profile. */
export function officeFault(
  profile: Profile | null,
  office: Pick<Office, 'level' | 'matters' | 'areaCode'>,
  areaLevel: string,
  isRoot: boolean,
): Fault | null {
  if (!profile) return fault('areaCode', 'jurisdiction', '不在任何辖区内', 'lies in no jurisdiction');
  const beyond = profile.beyond?.id === office.level;
  if (beyond && !isRoot)
    return fault('areaCode', 'root', '须为辖区根区划', 'must be the root area for an office beyond the top');
  if (!beyond && office.level !== areaLevel)
    return fault('level', 'levelOfArea', `须为 ${areaLevel}`, `must be ${areaLevel}, the level of the area`);
  const unknown = office.matters.find((matter) => !profile.categories.some(({ id }) => id === matter));
  if (unknown !== undefined)
    return fault('matters', 'category', `没有事项 ${unknown}`, `there is no category ${unknown}`);
  return null;
}

export const fault = (field: string, rule: string, zh: string, en: string): Fault => ({
  field,
  rule,
  zh,
  en,
});
