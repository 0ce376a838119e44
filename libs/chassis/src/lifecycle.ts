import { setMaxListeners } from 'node:events';

/** Where the process stands; `/readyz` and the shutdown ask it. */
export class Lifecycle {
  readonly #ending = new AbortController();

  constructor() {
    // One listener for each open stream; Node would take more than ten for a leak.
    setMaxListeners(0, this.#ending.signal);
  }

  /** Aborted when the process begins to end: answers without end (event streams) end with it. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  get draining(): boolean {
    return this.#ending.signal.aborted;
  }

  drain(): void {
    this.#ending.abort();
  }
}
