/** What the loads of the lateness workload share: the first seconds warm up and do not count. */
export const WARM_UP_SECONDS = 2;

/** The p-th part of the values, e.g. 0.99. */
export function quantile(values, p) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
}

/** Lateness in ms of what fell due between two seconds of a load that began at `t0`. */
export const latenessBetween = (fired, t0, from, until) =>
  fired.filter(({ due }) => due >= t0 + from * 1000 && due < t0 + until * 1000).map(({ late }) => late);
