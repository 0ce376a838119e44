import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '#cli/city/random.js';
import type { ServiceName } from '#chassis/config.js';
import type { KafkaHandle, ServerHandle } from '#local-stack/stack.js';
import type { System } from '#local-system/start-system.js';
import { waitUntil } from '#testing/wait-until.js';
import type { City } from './city.js';
import type { JournalWriter } from './journal-writer.js';
import type { Load } from './load.js';

/** A part that was not there; real, epoch ms. */
export interface Absence {
  readonly who: string;
  readonly from: number;
  readonly until: number;
}

/** A service that is up again needs a moment until the gateway finds it and its first transaction is through. */
const BACK_MS = 1_000;

/** What a row plays with. */
export class Scene {
  readonly absences: Absence[] = [];

  constructor(
    readonly city: City,
    readonly load: Load,
    readonly journal: JournalWriter,
    readonly random: Random,
    /** How long faults shall strike; real. */
    readonly seconds: number,
  ) {}

  get services(): System['services'] {
    return this.city.system.services;
  }

  get kafka(): KafkaHandle {
    return this.own(this.city.stack?.kafka);
  }

  get postgres(): ServerHandle {
    return this.own(this.city.stack?.postgres);
  }

  /** The load goes on meanwhile. */
  async pass(seconds: number): Promise<void> {
    await sleep(seconds * 1000);
  }

  /** Notes that `who` was away from now until what `meanwhile` does is over and, a service, it answers again. */
  async away(who: ServiceName | 'postgres', meanwhile: () => Promise<void>): Promise<void> {
    const from = Date.now();
    await meanwhile();
    if (who !== 'postgres') await this.answering(who);
    this.absences.push({ who, from, until: Date.now() + BACK_MS });
  }

  /** Resolves when the service takes calls. */
  async answering(who: ServiceName): Promise<void> {
    const { url } = this.services[who];
    await waitUntil(async () => (await fetch(`${url}/livez`)).ok, { what: `${who} answering` });
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  private own<T>(handle: T | undefined): T {
    if (!handle) throw new Error('this row needs servers of its own');
    return handle;
  }
}
