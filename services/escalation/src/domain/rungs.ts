import type { Level, Profile } from '#profile/model.js';

/** A place on the ladder: a level, or the rung beyond the top one. */
export interface Rung {
  readonly id: string;
  readonly beyond: boolean;
}

/** Lowest first. */
export const rungsOf = ({ levels, beyond }: Profile): readonly Rung[] => [
  ...levels.map(({ id }) => ({ id, beyond: false })),
  ...(beyond ? [{ id: beyond.id, beyond: true }] : []),
];

export function rungAbove(profile: Profile, levelId: string): Rung | null {
  const rungs = rungsOf(profile);
  const at = rungs.findIndex(({ id }) => id === levelId);
  if (at < 0) throw new Error(`profile ${profile.name} has no level ${levelId}`);
  return rungs[at + 1] ?? null;
}

/** Whether somebody of the level stands above the holder's; null is an administrator, who stands above all. */
export function standsAbove(profile: Profile, levelId: string | null, holderLevel: string): boolean {
  if (levelId === null) return true;
  const order = rungsOf(profile).map(({ id }) => id);
  return order.indexOf(levelId) > order.indexOf(holderLevel);
}

export function levelOf(profile: Profile, levelId: string): Level {
  const level = profile.levels.find(({ id }) => id === levelId);
  if (!level) throw new Error(`profile ${profile.name} has no level ${levelId}`);
  return level;
}
