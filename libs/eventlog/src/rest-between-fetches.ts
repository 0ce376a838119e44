import type { Pace } from './pace.js';

/**
 * One rest for all batches of a fetch, from its first one on: kafkajs fetches again when all of them are done, and what comes
 * meanwhile shares the next. There is none while the broker has more than it gave.
 */
export class RestBetweenFetches {
  private rest: { readonly over: Promise<void>; readonly cutShort: () => void } | undefined;

  constructor(private readonly pace: Pace) {}

  /** Resolves when the next fetch may begin. `more`: the partition has records beyond this batch. */
  after({ more }: { readonly more: boolean }): Promise<void> {
    this.rest ??= this.begin();
    if (more) this.rest.cutShort();
    return this.rest.over;
  }

  /** One that was cut short stands until its time, for the other batches of its fetch. */
  private begin() {
    const { promise: over, resolve: cutShort } = Promise.withResolvers<void>();
    setTimeout(() => {
      this.rest = undefined;
      cutShort();
    }, this.pace.everyMs);
    return { over, cutShort };
  }
}
