import { type Call, callsBetween } from './calls.js';
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
): { readonly explained: number; readonly unexplained: number; readonly figure: string } {
  const calls = callsBetween(load.calls.made, 'submit', from);
  const failed = calls.filter(({ status }) => status !== 201);
  const gone = absences.filter(({ who }) => ON_THE_WAY.includes(who));
  const explained = failed.filter(({ at, ms }) =>
    gone.some((absence) => at <= absence.until && at + ms >= absence.from),
  );
  const unexplained = failed.filter((call) => !explained.includes(call));
  const kinds = unexplained.length > 0 ? ` (${statusesOf(unexplained)})` : '';
  return {
    explained: explained.length,
    unexplained: unexplained.length,
    figure: `${unexplained.length} of ${calls.length} calls${kinds}`,
  };
}

/** How often each status was answered; 0 where nothing was, in good time. */
export const statusesOf = (calls: readonly Call[]): string =>
  [...Map.groupBy(calls, ({ status }) => status)]
    .map(([status, all]) => `${status}: ${all.length}`)
    .join(', ');
