/** From the beginning of one round to that of the next at least. What comes alone is handled at once. */
const SHORTEST_MS = 10;
/** At most: a round that takes longer is followed by the next without a rest. */
const LONGEST_MS = 100;
/** A round's time is so large a part of what passes until the next one begins. */
const PART = 1 / 5;

/**
 * How often a worker looks for what has come. A round costs much the same whatever it holds, so what comes while the worker
 * rests shares the next; the longer rounds take, since the machine is busy, the longer it rests, and the more they share.
 */
export class Pace {
  private tookMs = 0;

  /** From the beginning of a round to that of the next at least. */
  get everyMs(): number {
    return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, this.tookMs / PART));
  }

  /** Does one round, and remembers how long it took. */
  async round<T>(work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      this.tookMs = performance.now() - begun;
    }
  }
}
