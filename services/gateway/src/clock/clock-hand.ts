import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock, type ClockMode } from '#chassis/clock.js';
import { Lifecycle } from '#chassis/lifecycle.js';
import { Problem } from '#chassis/problem.js';
import type { ServiceProgress } from '../domain/settled.js';
import { type Advanced, advanceClock, type ClockPort } from './advance-clock.js';
import { ClockRow } from './clock-row.js';
import { Installation } from './installation.js';
import { NotSettled } from './settle.js';

/** The only hand on the virtual clock. One move at a time: whoever comes second waits. */
@Injectable()
export class ClockHand {
  private queue: Promise<unknown> = Promise.resolve();
  /** The last rest. Of two moves in a row only the first need look twice before it goes on. */
  private seen: readonly ServiceProgress[] | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly row: ClockRow,
    private readonly installation: Installation,
    private readonly lifecycle: Lifecycle,
  ) {}

  set(mode: 'running' | 'stepped', rate: number): Promise<void> {
    return this.alone(() => this.move(mode, this.clock.now(), rate));
  }

  /**
   * Advances to what `target` answers (epoch ms; null: the next due time). A running clock stands still on the way and then
   * runs on from there.
   * @throws Problem not_settled
   */
  advance(target: (now: number) => number | null | Promise<number | null>): Promise<Advanced> {
    return this.alone(async () => {
      const { mode, rate } = this.clock.setting;
      // Nobody has set it yet: it goes as real time does.
      const runs = mode !== 'stepped';
      if (runs) await this.move('stepped', this.clock.now(), rate);
      try {
        const advanced = await advanceClock(this.port(), await target(this.clock.now()), this.seen);
        this.seen = advanced.seen;
        return advanced;
      } catch (error) {
        throw error instanceof NotSettled
          ? new Problem('not_settled', { facts: { reasons: error.reasons } })
          : error;
      } finally {
        if (runs) await this.move('running', this.clock.now(), rate);
      }
    });
  }

  private port(): ClockPort {
    const { clock, installation, lifecycle } = this;
    return {
      now: () => clock.now(),
      clockVersion: () => clock.setting.version,
      setTime: (at) => this.move('stepped', at, clock.setting.rate),
      progress: (reach) => installation.progress(reach).catch((error: unknown) => sentenceOf(error)),
      // One that cannot now does it by its own timer; settling waits for it and says why it does not.
      tick: (services) => installation.tick(services).catch(() => {}),
      ending: () => lifecycle.draining,
      realNow: () => performance.now(),
      pause: async (ms) => void (await sleep(ms)),
    };
  }

  private async move(mode: ClockMode, base: number, rate: number): Promise<void> {
    const setting = await this.row.write(mode, base, rate);
    this.clock.set(setting);
    // A service that is away reads the row when it is back.
    await this.installation.pushClock(setting).catch(() => {});
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work, work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
