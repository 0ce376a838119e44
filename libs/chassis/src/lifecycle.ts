/** Where the process stands; `/readyz` and the shutdown ask it. */
export class Lifecycle {
  readonly #ending = new AbortController();

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
