import { RealTime } from './real-time.js';

export type ClockMode = 'real' | 'running' | 'stepped';

export interface ClockSetting {
  readonly mode: ClockMode;
  /** Domain milliseconds in one real millisecond; only `running` uses it. */
  readonly rate: number;
  /** Domain time at `realBase`, epoch ms. */
  readonly base: number;
  /** Real time at which `base` held, epoch ms. */
  readonly realBase: number;
  /** Grows with each change; an older setting never replaces a newer one. */
  readonly version: number;
}

export const realSetting: ClockSetting = { mode: 'real', rate: 1, base: 0, realBase: 0, version: 0 };

/** Domain time under a setting, epoch ms. */
export function timeUnder(setting: ClockSetting, realNow: number): number {
  switch (setting.mode) {
    case 'real':
      return realNow;
    case 'running':
      return Math.floor(setting.base + Math.max(0, realNow - setting.realBase) * setting.rate);
    case 'stepped':
      return setting.base;
  }
}

/** The only source of domain time in a service. Tokens and timeouts go by real time, never by this. */
export class Clock {
  /** Not the machine's date, which may be set. */
  readonly real = new RealTime();
  #setting: ClockSetting;
  readonly #listeners = new Set<() => void>();

  constructor(setting: ClockSetting = realSetting) {
    this.#setting = setting;
  }

  /** Epoch ms. */
  now(): number {
    return timeUnder(this.#setting, this.real.now());
  }

  /** RFC 3339 in UTC with milliseconds, as in states and events. */
  nowInstant(): string {
    return new Date(this.now()).toISOString();
  }

  get mode(): ClockMode {
    return this.#setting.mode;
  }

  get setting(): ClockSetting {
    return this.#setting;
  }

  /** @returns false where the setting is not newer than the one in force */
  set(setting: ClockSetting): boolean {
    if (setting.version <= this.#setting.version) return false;
    this.#setting = setting;
    for (const listener of this.#listeners) listener();
    return true;
  }

  /** @returns the function that ends the subscription */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
