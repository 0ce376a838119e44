/**
 * Days on which the offices of an area are closed for a local reason (flood, power cut, election day).
 * `until` is included; without it, one day. A closure beats a make-up working day.
 */
export interface Closure {
  readonly area: string;
  readonly from: string;
  readonly until?: string;
  readonly reason: string;
}

export const NO_CLOSURES: readonly Closure[] = Object.freeze([]);

/**
 * The closures in force at a place: those of its own area and of every area above it.
 * @param areasUpward the codes from the place's own area up to the root, in any order.
 *
 * Answers the same array for "none" every time, since contexts are indexed by identity.
 */
export function closuresFor(
  closures: readonly Closure[],
  areasUpward: readonly string[],
): readonly Closure[] {
  const own = closures.filter(({ area }) => areasUpward.includes(area));
  return own.length === 0 ? NO_CLOSURES : own;
}
