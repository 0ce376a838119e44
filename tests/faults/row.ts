import type { Judged } from '../checker/judge.js';
import type { CityOptions } from './city.js';
import type { Scene } from './scene.js';

/** Something a row promises beside what the checker judges. `timed`: a figure of the machine’s speed, not a matter of right and wrong. */
export interface Claim {
  readonly what: string;
  readonly figure: string;
  readonly holds: boolean;
  readonly timed?: boolean;
}

/** What a row did and saw. `count` 0 means that nothing was injected: the row has proved nothing. */
export interface Played {
  readonly injected: { readonly count: number; readonly what: string };
  readonly claims?: readonly Claim[];
  /** Lateness is told of the deadlines fired since then (real, epoch ms); since the heal where it is absent. */
  readonly latenessSince?: number;
  /** Claims about what the checker measured. */
  readonly judged?: (judged: Judged) => readonly Claim[];
  /** Claims that can be looked at only when all is at rest. */
  readonly rested?: () => Promise<readonly Claim[]>;
}

export interface Row {
  /** As in the table of faults. */
  readonly number: number;
  readonly title: string;
  /** What the row does and what must hold, for the page. */
  readonly about: string;
  /** How long faults strike, unless told otherwise; real seconds. */
  readonly seconds: number;
  /** Real seconds from the heal to lag 0. */
  readonly recoversWithin: number;
  /** Requests a second where it differs. */
  readonly rate?: number;
  readonly city?: CityOptions;
  /** All write about one event from one area. */
  readonly sameEvent?: boolean;
  /** Nobody writes; the row brings what it needs. */
  readonly withoutLoad?: boolean;
  /** How many identical submissions go out side by side. */
  readonly copies?: number;
  /** Injects under load, and heals before it resolves. */
  play(scene: Scene): Promise<Played>;
}

export type Verdict = 'held' | 'slow' | 'broken';

export interface RowResult {
  readonly row: number;
  readonly seed: number;
  readonly seconds: number;
  readonly rate: number;
  /** The day it was played. */
  readonly on: string;
  readonly injected: Played['injected'];
  readonly judged: Judged;
  readonly claims: readonly Claim[];
  /** Real seconds from the heal until every group had read what stood there, nothing waited and nothing was due. */
  readonly recovery: number;
  readonly verdict: Verdict;
}
