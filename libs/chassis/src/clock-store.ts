import type { Pool } from 'pg';
import type { Clock, ClockMode, ClockSetting } from './clock.js';

interface Row {
  mode: ClockMode;
  rate: number;
  base: Date;
  real_base: Date;
  version: number;
}

/** The setting in force, from the database. */
export async function readClockSetting(pool: Pool): Promise<ClockSetting | null> {
  const { rows } = await pool.query<Row>({
    name: 'read-clock',
    text: 'select mode, rate, base, real_base, version from clock.setting where id = 1',
  });
  const row = rows[0];
  return row
    ? {
        mode: row.mode,
        rate: row.rate,
        base: row.base.getTime(),
        realBase: row.real_base.getTime(),
        version: row.version,
      }
    : null;
}

/** Re-reads the row, for a replica that missed a push. @returns the function that ends it */
export function followClockSetting(pool: Pool, clock: Clock, everyMs = 1_000): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout;
  const again = (): void => {
    timer = setTimeout(() => {
      readClockSetting(pool)
        .then((setting) => {
          if (setting && !stopped) clock.set(setting);
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
