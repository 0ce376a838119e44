import { pick, type Random } from './random.js';

/** What an officer will do about one assignment, in parts of the time until it is to be resolved. */
export type OfficerPlan =
  | { readonly act: 'resolve'; readonly acceptAt: number; readonly resolveAt: number }
  | { readonly act: 'help'; readonly acceptAt: number; readonly helpAt: number }
  /** Taken, and then forgotten: the deadline will find it. */
  | { readonly act: 'forget'; readonly acceptAt: number }
  | { readonly act: 'ignore' };

/** What a resident answers when the holder says that it is solved. */
export type ResidentPlan =
  | { readonly act: 'confirm'; readonly rating: number }
  | { readonly act: 'dispute' }
  | { readonly act: 'silent' };

/**
 * The model is ours and only has to be plausible: low levels solve about half and ask for help or forget the rest, each
 * level above solves more. `rung` is 0 on the lowest level; `rungs` counts the levels.
 */
export function planOfficer(random: Random, rung: number, rungs: number): OfficerPlan {
  const solves = 0.5 + 0.4 * (rung / Math.max(1, rungs - 1));
  const acceptAt = 0.02 + random() * 0.08;
  const roll = random();
  if (roll < solves) return { act: 'resolve', acceptAt, resolveAt: 0.2 + random() * 0.7 };
  const rest = (roll - solves) / (1 - solves);
  if (rest < 0.45) return { act: 'help', acceptAt, helpAt: 0.2 + random() * 0.4 };
  return rest < 0.85 ? { act: 'forget', acceptAt } : { act: 'ignore' };
}

export function planResident(random: Random): ResidentPlan {
  const roll = random();
  if (roll < 0.82) return { act: 'confirm', rating: pick(random, [3, 4, 4, 5, 5, 5]) };
  return roll < 0.9 ? { act: 'dispute' } : { act: 'silent' };
}
