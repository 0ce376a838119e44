import type { Profile } from '#profile/model.js';

/** A level of the profile, or the rung beyond its top (`codeLength` null: held by relation or coordinating office). */
export interface Rung {
  readonly id: string;
  readonly beyond: boolean;
  readonly codeLength: number | null;
  readonly routing: 'area' | 'matter';
}

/** The way up, lowest first, with the rung beyond at its end where the profile has one. */
export function rungsOf(profile: Profile): Rung[] {
  const levels = profile.levels.map(({ id, codeLength, routing }) => ({
    id,
    codeLength,
    routing,
    beyond: false,
  }));
  const beyond = profile.beyond;
  return beyond ? [...levels, { id: beyond.id, codeLength: null, routing: 'area', beyond: true }] : levels;
}

/** The rung and all above it; none if the profile does not know it. */
export function rungsFrom(profile: Profile, level: string): Rung[] {
  const rungs = rungsOf(profile);
  const start = rungs.findIndex((rung) => rung.id === level);
  return start < 0 ? [] : rungs.slice(start);
}

export const rungsAbove = (profile: Profile, level: string): Rung[] => rungsFrom(profile, level).slice(1);

export function topLevelOf(profile: Profile): Rung {
  const top = rungsOf(profile).findLast((rung) => !rung.beyond);
  if (!top) throw new Error(`profile ${profile.name} has no levels`);
  return top;
}
