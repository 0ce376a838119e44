import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock, type ClockMode } from '#chassis/clock.js';
import type { ProgressAnswer } from '#chassis/internal.controller.js';
import { Problem } from '#chassis/problem.js';
import { earliestDue, sameMoment, unsettled } from '../domain/settled.js';
import { ClockRow } from './clock-row.js';
import { Installation } from './installation.js';

const SETTLE_WITHIN_MS = 120_000;
/** Looked again at once for a while, since most steps settle within some ms; then more slowly. */
const EAGER_LOOKS = 50;
const PATIENT_MS = 10;

export interface Advanced {
  /** RFC 3339 UTC. */
  readonly now: string;
  /** Due times stopped at. */
  readonly steps: number;
  /** Deadlines and other due work that fired. */
  readonly fired: number;
}

/** Moves the virtual clock. One at a time: whoever comes second waits. */
@Injectable()
export class AdvanceClock {
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private readonly row: ClockRow,
    private readonly installation: Installation,
  ) {}

  set(mode: 'running' | 'stepped', rate: number): Promise<void> {
    return this.alone(() => this.move(mode, this.clock.now(), rate));
  }

  /**
   * From one due time to the next, everything at rest at each, up to `to` (epoch ms); null: only to the next due time. A
   * running clock stands still meanwhile and then runs on.
   */
  advance(to: (now: number) => number | null | Promise<number | null>): Promise<Advanced> {
    return this.alone(async () => {
      const { mode, rate } = this.clock.setting;
      if (mode === 'running') await this.move('stepped', this.clock.now(), rate);
      try {
        return await this.step(await to(this.clock.now()));
      } finally {
        if (mode === 'running') await this.move('running', this.clock.now(), rate);
      }
    });
  }

  private async step(target: number | null): Promise<Advanced> {
    let at = await this.settle();
    const firedBefore = fired(at);
    let steps = 0;
    for (;;) {
      const due = earliestDue(at);
      if (due === null || (target !== null && due > target)) break;
      await this.moveTo(due, at);
      at = await this.settle();
      steps += 1;
      if (target === null) break;
    }
    if (target !== null && target > this.clock.now()) {
      await this.moveTo(target, at);
      at = await this.settle();
    }
    return { now: this.clock.nowInstant(), steps, fired: fired(at) - firedBefore };
  }

  private async moveTo(time: number, before: readonly ProgressAnswer[]): Promise<void> {
    await this.move('stepped', Math.max(time, this.clock.now()), this.clock.setting.rate);
    const due = before.filter(({ nextDueAt }) => nextDueAt !== null && Date.parse(nextDueAt) <= time);
    await this.installation.tick(due.map(({ service }) => service));
  }

  private async move(mode: ClockMode, base: number, rate: number): Promise<void> {
    const setting = await this.row.write(mode, base, rate);
    this.clock.set(setting);
    await this.installation.pushClock(setting);
  }

  private async settle(): Promise<ProgressAnswer[]> {
    const until = Date.now() + SETTLE_WITHIN_MS;
    const { version } = this.clock.setting;
    let reasons: string[] = [];
    let seen: ProgressAnswer[] | null = null;
    for (let look = 0; Date.now() < until; look += 1) {
      if (look > EAGER_LOOKS) await sleep(PATIENT_MS);
      const now = await this.look();
      reasons = typeof now === 'string' ? [now] : unsettled(now, version);
      if (typeof now === 'string' || reasons.length > 0) seen = null;
      else if (seen && sameMoment(seen, now)) return now;
      else seen = now;
    }
    throw new Problem('not_settled', { facts: { reasons } });
  }

  // A service that is being restarted is not at rest either.
  private async look(): Promise<ProgressAnswer[] | string> {
    try {
      return await this.installation.progress();
    } catch (error) {
      await sleep(PATIENT_MS);
      return String(error);
    }
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work, work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}

const fired = (all: readonly ProgressAnswer[]): number => all.reduce((sum, one) => sum + one.fired, 0);
