import { callsBetween } from './calls.js';
import type { Scene } from './scene.js';

/** What residents write to, and what it needs. */
const ON_THE_WAY = ['intake', 'gateway', 'postgres'];

/**
 * Submissions since `from` (real, epoch ms) that got no 201 at that call: explained by a part on their way that was away at
 * the time, or not. Calls that are tried again count each time.
 */
export function failedSubmissions(
  { load, absences }: Scene,
  from: number,
): { readonly calls: number; readonly explained: number; readonly unexplained: number } {
  const calls = callsBetween(load.calls.made, 'submit', from);
  const failed = calls.filter(({ status }) => status !== 201);
  const gone = absences.filter(({ who }) => ON_THE_WAY.includes(who));
  const explained = failed.filter(({ at, ms }) =>
    gone.some((absence) => at <= absence.until && at + ms >= absence.from),
  );
  return { calls: calls.length, explained: explained.length, unexplained: failed.length - explained.length };
}
