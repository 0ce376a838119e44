import { type Call, callsBetween } from './calls.js';
import type { Claim } from './row.js';
import type { Scene } from './scene.js';

/** What residents write to, and what it needs. */
const ON_THE_WAY = ['intake', 'gateway', 'postgres'];

interface FailedSubmissions {
  readonly explained: number;
  readonly unexplained: number;
  readonly figure: string;
}

/**
 * Submissions since `from` (real, epoch ms) that got no 201 at that call: explained by a part on their way that was away at
 * the time, or not. Calls that are tried again count each time.
 */
export function failedSubmissions({ load, absences }: Scene, from: number): FailedSubmissions {
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

export const turnedAwayOnly = (when: string, { figure, unexplained }: FailedSubmissions): Claim => ({
  what: `residents are turned away only ${when}`,
  figure,
  holds: unexplained === 0,
});

/** How often each status was answered; 0 where nothing was, in good time. */
export const statusesOf = (calls: readonly Call[]): string =>
  [...Map.groupBy(calls, ({ status }) => status)]
    .map(([status, all]) => `${status}: ${all.length}`)
    .join(', ');

/** Each submission since `from` (real, epoch ms) got its 201 at that call. */
export function allAreTaken({ load }: Scene, from: number): Claim {
  const asked = callsBetween(load.calls.made, 'submit', from);
  const failed = asked.filter(({ status }) => status !== 201);
  return {
    what: 'intake answers 2xx all the time',
    figure: `${failed.length} of ${asked.length} otherwise`,
    holds: failed.length === 0 && asked.length > 0,
  };
}

/** Whoever was not served was told to come again, or gave up unheard. */
export const answered503 = (failed: readonly Call[]): Claim => ({
  what: 'callers get 503',
  figure: statusesOf(failed),
  holds: failed.every(({ status }) => status === 503 || status === 0),
});

/** Calls of any kind since `from` (real, epoch ms): each is answered in good time, and not by 5xx. To be looked at once all are answered. */
export function noCallFails({ load }: Scene, from: number): Claim {
  const calls = load.calls.made.filter(({ at }) => at >= from);
  const failed = calls.filter(({ status }) => status === 0 || status >= 500);
  const kinds = [...Map.groupBy(failed, ({ what, status }) => `${what} ${status}`)].map(
    ([kind, all]) =>
      `${kind}: ${all.length}, begun ${span(all.map(({ at }) => at - from))} s after the start, over after ${span(all.map(({ ms }) => ms))} s`,
  );
  const which = kinds.length > 0 ? ` (${kinds.join('; ')})` : '';
  const longest = calls.reduce((most, { ms }) => Math.max(most, ms), 0) / 1000;
  return {
    what: 'no call fails',
    figure: `${failed.length} of ${calls.length}${which}; the longest took ${longest.toFixed(1)} s`,
    holds: failed.length === 0 && calls.length > 0,
  };
}

/** The least and the greatest of ms, in seconds. */
const span = (ms: readonly number[]): string =>
  [Math.min(...ms), Math.max(...ms)].map((one) => (one / 1000).toFixed(1)).join(' to ');
