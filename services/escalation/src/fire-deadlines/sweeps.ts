/**
 * A sweep walks over all that fired since PostgreSQL's oldest snapshot, so it goes beside the search for what falls due, which does
 * not wait for it: one at a time, and the next so long after it has ended.
 */
export class Sweeps {
  private underWay = false;
  /** On the performance clock. */
  private endedAt = Number.NEGATIVE_INFINITY;
  private count = 0;
  private failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly everyMs: number,
    /** Answers how many it fired. */
    private readonly sweep: () => Promise<number>,
  ) {}

  beginIfTime(): void {
    if (!this.underWay && performance.now() - this.endedAt >= this.everyMs) void this.run();
  }

  /** How many were fired since this was asked last; throws what a sweep failed by. */
  takeCount(): number {
    const { count, failure } = this;
    this.count = 0;
    this.failure = undefined;
    if (failure) throw failure.error;
    return count;
  }

  private async run(): Promise<void> {
    this.underWay = true;
    try {
      this.count += await this.sweep();
    } catch (error) {
      this.failure = { error };
    } finally {
      this.underWay = false;
      this.endedAt = performance.now();
    }
  }
}
