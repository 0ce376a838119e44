import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '#cli/city/random.js';
import { waitUntil } from '#testing/wait-until.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import { judge } from '../checker/judge.js';
import type { City } from './city.js';
import { Load } from './load.js';
import { atRest, type Recovery, recovered } from './rest.js';
import type { Played, Row, RowResult, Verdict } from './row.js';
import { Scene } from './scene.js';

export interface PlayOptions {
  readonly seed: number;
  /** Real seconds of faults. */
  readonly seconds: number;
  /** Requests a second. */
  readonly rate: number;
  /** Where to keep what was answered 2xx, so that it can be judged again. */
  readonly journalFile?: string;
}

const FIRST_ANSWERS = 20;
const AFTERWARDS_MS = 2_000;

/** One row with one seed: load, faults, heal, lag 0, rest, judgement. */
export async function playRow(row: Row, city: City, options: PlayOptions): Promise<RowResult> {
  const { seed, seconds, rate, journalFile } = options;
  // The faults draw from a row of numbers of their own: how the load's calls happen to fall does not change them.
  const random = seededRandom(seed);
  const { journal, place, system } = city;
  const load = new Load({
    ...{
      rate,
      place,
      random: seededRandom(~seed),
      journal,
      baseUrl: system.baseUrl,
      // Staff have had theirs since the morning.
      mint: (claims) => city.client.token(claims),
    },
    ...(row.copies ? { copies: row.copies } : {}),
    sameEvent: row.sameEvent ?? false,
  });
  const { played, healed, recovery } = await underLoad(
    row,
    city,
    load,
    new Scene(city, load, journal, random, seconds),
  );
  if (journalFile) journal.save(journalFile);
  const judged = await judge({
    ...{ journal: journal.entries, databaseUrl: city.databaseUrl, brokers: city.brokers },
    ...{ topicPrefix: system.topicPrefix, since: played.latenessSince ?? healed },
    ...(city.only
      ? { services: city.only }
      : { system: { baseUrl: system.baseUrl, token: await system.mint(ADMIN) } }),
  });
  const claims = [
    ...(played.claims ?? []),
    ...(played.judged?.(judged) ?? []),
    ...((await played.rested?.()) ?? []),
    {
      what: `lag 0 within ${row.recoversWithin} s`,
      figure: `${recovery.seconds.toFixed(1)} s${recovery.still ? `; still ${recovery.still}` : ''}`,
      holds: recovery.seconds <= row.recoversWithin,
      timed: true,
    },
  ];
  const { injected } = played;
  const verdict = verdictOf(judged.clean && injected.count > 0, claims);
  return {
    ...{ row: row.number, seed, seconds, rate, on: today() },
    ...{ injected, judged, claims, recovery: recovery.seconds, verdict },
  };
}

/** Load, faults, heal, lag 0, rest. */
async function underLoad(
  row: Row,
  city: City,
  load: Load,
  scene: Scene,
): Promise<{ played: Played; healed: number; recovery: Recovery }> {
  await city.setClock('running');
  try {
    if (!row.withoutLoad) {
      load.start();
      await waitUntil(() => load.acknowledged >= Math.min(FIRST_ANSWERS, load.rate), {
        what: 'the first answers',
      });
    }
    const played = await row.play(scene);
    const healed = Date.now();
    const recovery = await recovered(city, healed);
    await sleep(AFTERWARDS_MS);
    await load.stop();
    await city.setClock('stepped');
    await atRest(city);
    return { played, healed, recovery };
  } catch (error) {
    await load.stop(0);
    throw error;
  }
}

/** In UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);

function verdictOf(sound: boolean, claims: RowResult['claims']): Verdict {
  const missed = claims.filter(({ holds }) => !holds);
  if (!sound || missed.some(({ timed }) => !timed)) return 'broken';
  return missed.length > 0 ? 'slow' : 'held';
}
