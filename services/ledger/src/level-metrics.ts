import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import type { LevelCounts } from './watch/read-counts.js';
import { WatchHub } from './watch/watch-hub.js';

/** Open and overdue requests by level, counted when they are asked for. */
@Injectable()
export class LevelMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #names: string[] = [];

  constructor(private readonly hub: WatchHub) {}

  onApplicationBootstrap(): void {
    this.#gauge(
      'liandong_requests_open',
      'Open requests by level; none: with nobody yet',
      ({ open }) => open,
    );
    this.#gauge(
      'liandong_requests_overdue',
      'Open requests whose deadline has passed, by level',
      ({ overdue }) => overdue,
    );
  }

  onApplicationShutdown(): void {
    for (const name of this.#names) register.removeSingleMetric(name);
  }

  #gauge(name: string, help: string, figure: (counts: LevelCounts) => number): void {
    const { hub } = this;
    register.removeSingleMetric(name);
    this.#names.push(name);
    register.registerMetric(
      new Gauge({
        name,
        help,
        labelNames: ['level'] as const,
        registers: [],
        async collect() {
          // The database being away must not take the other figures along.
          const counts = await hub.counts().catch(() => []);
          this.reset();
          for (const one of counts) this.inc({ level: one.level ?? 'none' }, figure(one));
        },
      }),
    );
  }
}
