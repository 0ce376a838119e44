import type { Clock } from './clock.js';

export interface DueSource {
  readonly name: string;
  /** Domain time (epoch ms) at which the next piece falls due; null: nothing waits. */
  nextDueAt(): Promise<number | null>;
  /** Does what is due now, a bounded batch at a time; answers how many pieces it did, 0 when nothing was due. */
  runDue(): Promise<number>;
}

export interface DueState {
  readonly dueNow: boolean;
  /** Epoch ms. */
  readonly nextDueAt: number | null;
  /** Pieces done since the start. */
  readonly fired: number;
  readonly running: boolean;
}

/** Longest sleep: what another replica or a new deadline brought is seen at the latest after this. */
const RECHECK_MS = 250;
const AFTER_FAULT_MS = 1_000;
/** Shortest time between two looks asked for by `wake`: under load each commit asks for one. */
const WOKEN_EVERY_MS = 50;

/** Runs what falls due in a service: by timer, at once when the clock is set, and when asked. Never twice at the same time. */
export class DueWork {
  readonly #sources: DueSource[] = [];
  #running: Promise<number> | undefined;
  #queued: Promise<number> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** On the performance clock: when the timer goes off; Infinity while none runs. */
  #wakesAt = Infinity;
  #lookedAt = -Infinity;
  #fired = 0;
  #started = false;
  #stopped = false;
  #unsubscribe = (): void => {};

  constructor(
    private readonly clock: Clock,
    private readonly onFault: (error: unknown, source: string) => void = () => {},
  ) {}

  register(source: DueSource): void {
    this.#sources.push(source);
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#unsubscribe = this.clock.onChange(() => this.#wake(0));
    this.#wake(0);
  }

  /** Something may have fallen due just now: looks soon instead of at the next re-check, at once if it has not just looked. */
  wake(): void {
    if (this.#started) this.#wake(Math.max(0, this.#lookedAt + WOKEN_EVERY_MS - performance.now()));
  }

  /** Resolves when the piece in hand is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    clearTimeout(this.#timer);
    await Promise.allSettled([this.#running, this.#queued]);
  }

  /** One full run that begins after this call: until no source has anything due. Rejects if a source fails. */
  run(): Promise<number> {
    if (!this.#running) return this.#begin();
    this.#queued ??= this.#running.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#queued;
  }

  async state(): Promise<DueState> {
    const nextDueAt = await this.#nextDueAt();
    return {
      dueNow: nextDueAt !== null && nextDueAt <= this.clock.now(),
      nextDueAt,
      fired: this.#fired,
      running: this.#running !== undefined,
    };
  }

  #begin(): Promise<number> {
    this.#queued = undefined;
    this.#running = this.#runAll().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #runAll(): Promise<number> {
    let total = 0;
    for (let done = -1; done !== 0;) {
      done = 0;
      for (const source of this.#sources) {
        if (this.#stopped && total > 0) return total;
        const fired = await this.#one(source);
        done += fired;
        this.#fired += fired;
      }
      total += done;
    }
    return total;
  }

  async #one(source: DueSource): Promise<number> {
    try {
      return await source.runDue();
    } catch (error) {
      this.onFault(error, source.name);
      throw error;
    }
  }

  async #nextDueAt(): Promise<number | null> {
    const all = await Promise.all(this.#sources.map((source) => source.nextDueAt()));
    const known = all.filter((at) => at !== null);
    return known.length > 0 ? Math.min(...known) : null;
  }

  /** Brings the next look forward; never puts it off, since what asked for the earlier one still waits for it. */
  #wake(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (this.#stopped || at >= this.#wakesAt) return;
    clearTimeout(this.#timer);
    this.#wakesAt = at;
    this.#timer = setTimeout(() => void this.#tick(), delayMs);
  }

  async #tick(): Promise<void> {
    this.#wakesAt = Infinity;
    this.#lookedAt = performance.now();
    try {
      await this.run();
      this.#wake(this.#untilDue(await this.#nextDueAt()));
    } catch {
      this.#wake(AFTER_FAULT_MS);
    }
  }

  #untilDue(nextDueAt: number | null): number {
    const { mode, rate } = this.clock.setting;
    if (nextDueAt === null || mode === 'stepped') return RECHECK_MS;
    const real = (nextDueAt - this.clock.now()) / (mode === 'running' ? rate : 1);
    return Math.min(RECHECK_MS, Math.max(0, Math.ceil(real)));
  }
}
