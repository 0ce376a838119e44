import type { Pool } from 'pg';
import type { Clock, ClockMode, ClockSetting } from './clock.js';

interface Row {
  mode: ClockMode | null;
  rate: number;
  base: Date;
  real_base: Date;
  version: number;
  told: Date;
}

export interface ClockReading {
  /** The setting in force; null where there is none. */
  readonly setting: ClockSetting | null;
  /** The database's own time, epoch ms. */
  readonly told: number;
  /** How long it took to be told, ms. */
  readonly took: number;
}

/** What the database says of the time. */
export async function readClock(pool: Pool): Promise<ClockReading> {
  const asked = performance.now();
  const { rows } = await pool.query<Row>({
    name: 'read-clock',
    text: `select mode, rate, base, real_base, version, clock_timestamp() as told
      from (select 1) one left join clock.setting on id = 1`,
  });
  const row = rows[0]!;
  const setting = row.mode
    ? {
        mode: row.mode,
        rate: row.rate,
        base: row.base.getTime(),
        realBase: row.real_base.getTime(),
        version: row.version,
      }
    : null;
  return { setting, told: row.told.getTime(), took: performance.now() - asked };
}

/** An answer that took longer says little of what time it is now. */
const QUICK_MS = 100;

/** Re-reads the row, for a replica that missed a push, and what time it is. @returns the function that ends it */
export function followClock(pool: Pool, clock: Clock, virtual: boolean, everyMs = 1_000): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout;
  const again = (): void => {
    timer = setTimeout(() => {
      readClock(pool)
        .then(({ setting, told, took }) => {
          if (took < QUICK_MS) clock.real.agree(told);
          if (setting && virtual && !stopped) clock.set(setting);
        })
        // The database being away shows in /readyz; the clock goes on as it was set.
        .catch(() => {})
        .finally(() => stopped || again());
    }, everyMs).unref();
  };
  again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
