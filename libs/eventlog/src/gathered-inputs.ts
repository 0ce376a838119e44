import type { Input, Outcome } from './input.js';
import { Overloaded } from './retryable.js';

const IN_FLIGHT = 2;
const LARGEST = 200;
/** A second's work at full speed waits at most; with a store that hangs, the door says 503 instead of filling the memory. */
const LONGEST_LINE = 20_000;

interface Waiting<S, C> {
  readonly input: Input<S, C>;
  readonly resolve: (outcome: Outcome<S>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commands share transactions: two at most are in flight, and what comes meanwhile shares the next. An idle service answers
 * at once; a busy one does one commit for many.
 */
export class GatheredInputs<S, C> {
  private waiting: Waiting<S, C>[] = [];
  private running = 0;

  constructor(private readonly handle: (inputs: Input<S, C>[]) => Promise<Outcome<S>[]>) {}

  add(input: Input<S, C>): Promise<Outcome<S>> {
    if (this.waiting.length >= LONGEST_LINE) return Promise.reject(new Overloaded());
    return new Promise((resolve, reject) => {
      this.waiting.push({ input, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    while (this.running < IN_FLIGHT && this.waiting.length > 0) {
      this.running += 1;
      void this.run(this.waiting.splice(0, LARGEST)).finally(() => {
        this.running -= 1;
        this.next();
      });
    }
  }

  private async run(batch: Waiting<S, C>[]): Promise<void> {
    try {
      const outcomes = await this.handle(batch.map(({ input }) => input));
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as Outcome<S>);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      // Whoever is at fault fails alone.
      else for (const one of batch) await this.run([one]);
    }
  }
}
