/** Counts tries by key in fixed windows; forgets them with the window. Crude: per process, and bounded in memory. */
export class TryLimit {
  #window = 0;
  readonly #tries = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** @returns seconds to wait, 0 where the key may go on */
  waitFor(key: string): number {
    this.#turn();
    return (this.#tries.get(key) ?? 0) < this.most ? 0 : Math.ceil(this.#left() / 1000);
  }

  count(key: string): void {
    this.#turn();
    // Somebody with very many addresses must not fill the memory; the limits begin anew for all.
    if (this.#tries.size > 100_000) this.#tries.clear();
    this.#tries.set(key, (this.#tries.get(key) ?? 0) + 1);
  }

  #left = (): number => (this.#window + 1) * this.windowMs - this.now();

  #turn(): void {
    const window = Math.floor(this.now() / this.windowMs);
    if (window === this.#window) return;
    this.#window = window;
    this.#tries.clear();
  }
}
