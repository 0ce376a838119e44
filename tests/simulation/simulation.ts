import { PROFILES, type ProfileName, type Town, townOf } from './model/town.js';
import { failureOf, shrink, violationOf } from './shrink.js';
import { tell } from './story.js';
import { Inspector } from './invariants/inspector.js';
import type { Violation } from './violation.js';
import { runWave, type WaveOf } from './wave.js';

const WAVE = 150;
const LONGEST_STORY = 120;

export interface SimulationOptions {
  readonly requests: string;
  readonly seed: string;
  readonly profile?: string;
  readonly wave?: string;
  /** Only named in the way to see it again: the sources are broken by who loads them. */
  readonly mutant?: string;
}

/** What one run found; `requests`: how many had lived, the broken wave counted whole. */
export interface SimulationResult {
  readonly seed: number;
  readonly requests: number;
  readonly seconds: number;
  readonly invariant: string | null;
  readonly message: string | null;
}

export function simulation(options: SimulationOptions): Simulation | { readonly fault: string } {
  const [requests, seed] = [Number(options.requests), Number(options.seed)];
  const wave = options.wave === undefined ? null : Number(options.wave);
  if (!Number.isInteger(requests) || requests < 1)
    return { fault: '--requests: 应为正整数 / a whole number from 1' };
  if (!Number.isSafeInteger(seed) || seed < 0)
    return { fault: '--seed: 应为非负整数 / a whole number from 0' };
  const waves = Math.ceil(requests / WAVE);
  if (wave !== null && !(Number.isInteger(wave) && wave >= 0 && wave < waves))
    return { fault: `--wave: 应在 0 与 ${waves - 1} 之间 / from 0 to ${waves - 1}` };
  const profiles =
    options.profile === undefined ? PROFILES : PROFILES.filter((name) => name === options.profile);
  if (profiles.length === 0) return { fault: `--profile: ${PROFILES.join(', ')}` };
  return new Simulation({ requests, seed, wave, profiles, mutant: options.mutant });
}

export class Simulation {
  private readonly towns: readonly Town[];
  private readonly started = performance.now();
  private wave: number;
  private lived = 0;
  private broken: { readonly of: WaveOf; readonly violation: Violation } | null = null;

  constructor(
    private readonly of: {
      readonly requests: number;
      readonly seed: number;
      readonly wave: number | null;
      readonly profiles: readonly ProfileName[];
      readonly mutant: string | undefined;
    },
  ) {
    this.towns = of.profiles.map(townOf);
    this.wave = of.wave ?? 0;
  }

  private get total(): number {
    return this.of.wave === null ? this.of.requests : Math.min(WAVE, this.of.requests - this.of.wave * WAVE);
  }

  get isBroken(): boolean {
    return this.broken !== null;
  }

  get isOver(): boolean {
    return this.isBroken || this.lived >= this.total;
  }

  nextWave(): void {
    const requests = Math.min(WAVE, this.of.requests - this.wave * WAVE);
    const town = this.towns[this.wave % this.towns.length]!;
    const of = { town, seed: this.of.seed, wave: this.wave, requests };
    this.wave += 1;
    this.lived += requests;
    try {
      runWave(of, (world) => new Inspector(world));
    } catch (error) {
      this.broken = { of, violation: violationOf(error) };
    }
  }

  private get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  progress(): string {
    const share = this.lived / this.total;
    const bar = '█'.repeat(Math.round(share * 30)).padEnd(30, '░');
    const left = Math.round((this.seconds / Math.max(share, 0.001)) * (1 - share));
    const speed = Math.round(this.lived / this.seconds);
    return `${bar} ${Math.floor(share * 100)}%  ${this.lived}/${this.total}  ${speed}/s  剩 ${left} s left`;
  }

  result(): SimulationResult {
    const { invariant = null, message = null } = this.broken?.violation ?? {};
    return { seed: this.of.seed, requests: this.lived, seconds: this.seconds, invariant, message };
  }

  summary(): string {
    const speed = Math.round(this.lived / this.seconds);
    // On a busy machine the second figure tells more: what a core to itself would do, start included.
    const { user, system } = process.cpuUsage();
    const ofCore = Math.round(this.lived / ((user + system) / 1e6));
    const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
    const end = this.isBroken ? 'a promise was broken' : 'every promise held';
    return `${this.lived} requests, seed ${this.of.seed}, ${this.seconds.toFixed(1)} s, ${speed}/s, ${ofCore} per CPU second, ${memory} MiB: ${end}`;
  }

  /** The shortest way to the same broken promise, and how to see it again. */
  story(): string {
    const { of, violation } = this.broken!;
    const failure = failureOf(of);
    if (!failure) return `${violation.message}\nnot seen again: the wave is not deterministic`;
    const steps = shrink(of, failure.steps, failure.violation);
    const lines = tell(of, steps);
    const profile = this.of.profiles.length === 1 ? ` --profile ${this.of.profiles[0]}` : '';
    const mutant = this.of.mutant ? ` --mutant ${this.of.mutant}` : '';
    return [
      `${failure.violation.message}`,
      `(profile ${of.town.profile.name}, wave ${of.wave}; ${failure.steps.length} steps shortened to ${steps.length})`,
      '',
      ...lines.slice(0, LONGEST_STORY),
      '',
      `replay: npm run simulate -- --seed ${of.seed} --requests ${this.of.requests} --wave ${of.wave}${profile}${mutant}`,
    ].join('\n');
  }
}
