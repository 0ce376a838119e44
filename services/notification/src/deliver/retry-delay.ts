export const MOST_ATTEMPTS = 6;

const FIRST_MS = 5_000;
const FACTOR = 5;
const LONGEST_MS = 3_600_000;

/**
 * How long to wait after the n-th failed attempt: 5 s, 25 s, 2 min, 10 min, 52 min, each cut by up to a half by chance, so
 * that what failed together does not come back together. Real time, never the installation's: a provider that is down
 * recovers in its own time, however fast the demo's days pass.
 * @param chance 0 to 1
 */
export function retryDelay(attempt: number, chance: number, firstMs = FIRST_MS): number {
  const whole = Math.min(firstMs * FACTOR ** (attempt - 1), LONGEST_MS);
  return Math.round(whole * (1 - chance / 2));
}
