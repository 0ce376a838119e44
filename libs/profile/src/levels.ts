import type { Level, Profile } from './model.js';

export interface Rung {
  readonly level: string;
  /** The rung beyond the top level. */
  readonly beyond: boolean;
}

export const levelOf = (profile: Profile, id: string): Level | undefined =>
  profile.levels.find((level) => level.id === id);

/** One level up; from the top the rung beyond, where the profile has one; null where nobody is above. */
export function nextLevel(profile: Profile, id: string): Rung | null {
  const at = profile.levels.findIndex((level) => level.id === id);
  if (at < 0) return null;
  const above = profile.levels[at + 1];
  if (above) return { level: above.id, beyond: false };
  return profile.beyond ? { level: profile.beyond.id, beyond: true } : null;
}

/** 0 is the lowest level, `levels.length` the rung beyond; -1 for what the profile does not know. */
export function rankOf(profile: Profile, id: string): number {
  if (profile.beyond?.id === id) return profile.levels.length;
  return profile.levels.findIndex((level) => level.id === id);
}

/** The area of a level that contains the given one (codes are prefixes); null where the code is coarser than the level. */
export function areaAt(profile: Profile, levelId: string, areaCode: string): string | null {
  const length = levelOf(profile, levelId)?.codeLength;
  return length === undefined || areaCode.length < length ? null : areaCode.slice(0, length);
}

/** The lowest level whose areas are no finer than the given code. */
export function finestLevel(profile: Profile, areaCode: string): Level {
  return profile.levels.find((level) => level.codeLength <= areaCode.length) ?? profile.levels.at(-1)!;
}
