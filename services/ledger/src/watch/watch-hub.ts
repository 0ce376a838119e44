import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { Observable, Subject } from 'rxjs';
import { Clock } from '#chassis/clock.js';
import { Lifecycle } from '#chassis/lifecycle.js';
import { ProfileStore } from '#profile/profile-store.js';
import { namesOfProfile } from '../domain/names-of-profile.js';
import { Moves } from './moves.js';
import { type LevelCounts, readCounts } from './read-counts.js';
import { readTotals, type Totals } from './read-totals.js';

export interface WatchMessage {
  readonly type: 'counts' | 'moves' | 'ping';
  readonly data: object;
}

/** At most four messages of a kind a second, whatever happens below. */
const POLL_MS = 250;
/** After each poll, so many times as long as it lasted: where much stands open, who watches costs a tenth of a core at most. */
const RESTS = 9;
/** Totals look at a whole week; they are read more seldom than what stands open. */
const TOTALS_MS = 1_000;
const PING_MS = 15_000;
const LATEST = 40;
const HELD_SHOWN = 24;

/** One poll of the store for all who watch; none while nobody does. */
@Injectable()
export class WatchHub implements OnApplicationShutdown {
  readonly #messages = new Subject<WatchMessage>();
  readonly #moves: Moves;
  readonly #log = new Logger('watch');
  #watchers = 0;
  #timer: NodeJS.Timeout | undefined;
  #counts: { at: number; read: Promise<LevelCounts[]> } | undefined;
  #totals: { at: number; read: Promise<Totals[]> } | undefined;
  #told = '';
  #toldAt = 0;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    lifecycle: Lifecycle,
    profiles: ProfileStore,
  ) {
    this.#moves = new Moves(pool, (code) => namesOfProfile(profiles.forJurisdiction(code)?.profile));
    lifecycle.ending.addEventListener('abort', () => this.#messages.complete(), { once: true });
  }

  /** Shared by everybody who asks within a poll's length. */
  counts(): Promise<LevelCounts[]> {
    const now = performance.now();
    if (!this.#counts || now - this.#counts.at > POLL_MS)
      this.#counts = { at: now, read: readCounts(this.pool, this.clock.now(), HELD_SHOWN) };
    return this.#counts.read;
  }

  totals(): Promise<Totals[]> {
    const now = performance.now();
    if (!this.#totals || now - this.#totals.at > TOTALS_MS)
      this.#totals = { at: now, read: readTotals(this.pool, this.clock.now()) };
    return this.#totals.read;
  }

  latestMoves() {
    return this.#moves.latest(LATEST);
  }

  /** How it stands now, then what changes. */
  watch(): Observable<WatchMessage> {
    return new Observable((watcher) => {
      this.#enter();
      const inner = this.#messages.subscribe(watcher);
      Promise.all([this.counts(), this.totals(), this.latestMoves()]).then(
        ([levels, totals, moves]) => {
          watcher.next({ type: 'counts', data: { levels, totals } });
          watcher.next({ type: 'moves', data: { moves, past: true } });
        },
        (error: unknown) => watcher.error(error),
      );
      return () => {
        inner.unsubscribe();
        this.#leave();
      };
    });
  }

  onApplicationShutdown(): void {
    clearTimeout(this.#timer);
  }

  #enter(): void {
    this.#watchers += 1;
    if (this.#watchers > 1) return;
    this.#told = '';
    this.#timer = setTimeout(() => void this.#poll(this.#moves.skip()), 0);
  }

  #leave(): void {
    this.#watchers -= 1;
    if (this.#watchers === 0) clearTimeout(this.#timer);
  }

  async #poll(before?: Promise<void>): Promise<void> {
    const began = performance.now();
    try {
      await before;
      const moves = await this.#moves.fresh();
      if (moves.length > 0) this.#tell({ type: 'moves', data: { moves } });
      const [levels, totals] = await Promise.all([this.counts(), this.totals()]);
      const told = JSON.stringify([levels, totals]);
      if (told !== this.#told) this.#tell({ type: 'counts', data: { levels, totals } });
      this.#told = told;
      if (performance.now() - this.#toldAt > PING_MS) this.#tell({ type: 'ping', data: {} });
    } catch (error) {
      this.#log.debug(`nothing to show for the moment: ${String(error)}`);
    }
    const rest = Math.max(POLL_MS, RESTS * (performance.now() - began));
    if (this.#watchers > 0) this.#timer = setTimeout(() => void this.#poll(), rest);
  }

  #tell(message: WatchMessage): void {
    this.#toldAt = performance.now();
    this.#messages.next(message);
  }
}
