import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { NOTHING } from '../checker/judge.js';
import { City } from './city.js';
import { playRow, today } from './play-row.js';
import type { Row, RowResult } from './row.js';
import { wordsOf } from './table.js';

export interface SeedsOptions {
  /** The first; the others follow it. */
  readonly seed: number;
  readonly seeds: number;
  readonly seconds?: number;
  readonly rate?: number;
  /** For what was answered, and for the services' logs of plays that did not hold. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

const RATE = 50;

/** Requests a second, unless told otherwise. */
export const rateOf = (row: Row): number => row.rate ?? RATE;

/** One row with several seeds, on one system as long as it is sound; on a new one after a breach. */
export async function playSeeds(row: Row, options: SeedsOptions): Promise<RowResult[]> {
  const { seed: first, seeds, folder, say, signal } = options;
  const seconds = options.seconds ?? row.seconds;
  const rate = options.rate ?? rateOf(row);
  const results: RowResult[] = [];
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
  });
  stopped.catch(() => {});
  let on: Stage | undefined;
  try {
    for (let seed = first; seed < first + seeds && !signal.aborted; seed += 1) {
      say(`${row.number}  ${row.title}: seed ${seed}, ${rate}/s …`);
      on ??= await setStage(row, join(folder, `row-${row.number}-seed-${seed}.logs`));
      const journalFile = join(folder, `row-${row.number}-seed-${seed}.journal.jsonl`);
      const result = await Promise.race([
        playRow(row, on.city, { seed, seconds, rate, journalFile }),
        stopped,
      ]).catch((error: unknown) => notPlayed(row.number, { seed, seconds, rate }, error));
      // What was interrupted has shown nothing.
      if (signal.aborted) break;
      say(wordsOf(result));
      results.push(result);
      if (result.verdict === 'held') continue;
      on.kept = true;
      say(`   the services' logs: ${on.logs}`);
      if (result.verdict !== 'broken') continue;
      await clear(on);
      on = undefined;
    }
  } finally {
    if (on) await clear(on);
  }
  return results;
}

interface Stage {
  readonly city: City;
  readonly logs: string;
  /** Somebody will want to read the logs. */
  kept: boolean;
}

/** On servers of its own, so that nobody else’s load is judged. */
async function setStage(row: Row, logs: string): Promise<Stage> {
  rmSync(logs, { recursive: true, force: true });
  const city = await City.start({ ...row.city, ownServers: true, folder: logs });
  return { city, logs, kept: false };
}

async function clear({ city, logs, kept }: Stage): Promise<void> {
  await city.stop();
  if (!kept) rmSync(logs, { recursive: true, force: true });
}

/** A row that did not come to its end has proved nothing. */
function notPlayed(
  row: number,
  how: { readonly seed: number; readonly seconds: number; readonly rate: number },
  error: unknown,
): RowResult {
  const figure = error instanceof Error ? error.message : String(error);
  return {
    ...{ row, ...how, on: today() },
    ...{ injected: { count: 0, what: 'not played to its end' }, judged: NOTHING, recovery: 0 },
    claims: [{ what: 'it is played to its end', figure, holds: false }],
    verdict: 'broken',
  };
}
