import type { Step } from './model/step.js';
import { takeStep } from './model/take-step.js';
import type { Town } from './model/town.js';
import { type Observer, World } from './model/world.js';
import { drain } from './drain.js';
import { Random } from './random.js';
import { Schedule } from './schedule.js';

export interface WaveOf {
  readonly town: Town;
  readonly seed: number;
  /** Number of the wave within the run, from 0. */
  readonly wave: number;
  readonly requests: number;
}

/** The ledger only writes down what it reads: every so many waves it reads too. */
const LEDGER_EVERY = 7;
const YEAR_BEGINS = Date.parse('2026-01-04T16:00:00Z');
const DAY = 86_400_000;

export interface Judge extends Observer {
  /** Everything has come to rest. */
  settled(): void;
}

export function worldOf({ town, seed, wave, requests }: WaveOf, judgeOf: (world: World) => Judge) {
  const random = new Random(seed, wave);
  const observer: Observer = {
    committed: (node, prepared, transaction) => judge.committed(node, prepared, transaction),
    sent: (row) => judge.sent(row),
  };
  const start = YEAR_BEGINS + random.below(340) * DAY;
  const world: World = new World(town, start, observer, wave % LEDGER_EVERY === 0);
  const judge = judgeOf(world);
  for (let index = 0; index < requests; index += 1)
    world.lives.push({
      id: `01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
      index,
      requesterId: `resident-${index}`,
      tags: [],
      acts: 0,
    });
  return { world, random, judge };
}

/** Some hundred requests from their submission to rest. Told each step before it is taken. Throws a Violation. */
export function runWave(wave: WaveOf, judgeOf: (world: World) => Judge, tell?: (step: Step) => void): World {
  const { world, random, judge } = worldOf(wave, judgeOf);
  const schedule = new Schedule(world, random, wave.requests);
  for (let step = schedule.next(); step; step = schedule.next()) {
    tell?.(step);
    takeStep(world, step);
  }
  drain(world);
  judge.settled();
  return world;
}
