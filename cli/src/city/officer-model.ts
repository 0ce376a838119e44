import { pick, type Random } from './random.js';

/**
 * What an officer will do about one assignment: `acceptAt` in parts of the time until it is to be accepted (above 1: too late),
 * the others in parts of the time until it is to be resolved.
 */
export type OfficerPlan =
  | { readonly act: 'resolve'; readonly acceptAt: number; readonly resolveAt: number }
  | { readonly act: 'help'; readonly acceptAt: number; readonly helpAt: number }
  /** Taken, and then forgotten: the deadline will find it. */
  | { readonly act: 'forget'; readonly acceptAt: number }
  | { readonly act: 'ignore' };

/** What a resident answers when the holder says that it is solved; `rating` is 0 where none is given. */
export interface ResidentPlan {
  readonly act: 'confirm' | 'dispute' | 'silent';
  readonly rating: number;
}

const MOST_SOLVE = 0.95;
/** Of those who let the last deadline pass, this part answers once reminded of it. */
const REMINDED_SOLVE = 0.8;

/**
 * The model is ours and only has to be plausible: low levels solve about half and ask for help or forget the rest, each
 * level above solves more. `rung` is 0 on the lowest level; `rungs` counts the levels.
 */
export function planOfficer(random: Random, rung: number, rungs: number): OfficerPlan {
  const solves = Math.min(MOST_SOLVE, 0.5 + 0.4 * (rung / Math.max(1, rungs - 1)));
  const acceptAt = 0.1 + random();
  const roll = random();
  if (roll < solves) return { act: 'resolve', acceptAt, resolveAt: 0.2 + random() * 0.7 };
  const rest = (roll - solves) / (1 - solves);
  if (rest < 0.45) return { act: 'help', acceptAt, helpAt: 0.2 + random() * 0.4 };
  return rest < 0.85 ? { act: 'forget', acceptAt } : { act: 'ignore' };
}

/** What an officer does who let a deadline pass above which nothing lies. */
export function planAgain(random: Random): OfficerPlan {
  if (random() >= REMINDED_SOLVE) return { act: 'ignore' };
  return { act: 'resolve', acceptAt: 0.1 + random() * 0.8, resolveAt: 0.2 + random() * 0.7 };
}

export function planResident(random: Random): ResidentPlan {
  const roll = random();
  if (roll < 0.82) return { act: 'confirm', rating: pick(random, [3, 4, 4, 5, 5, 5]) };
  return { act: roll < 0.9 ? 'dispute' : 'silent', rating: 0 };
}
