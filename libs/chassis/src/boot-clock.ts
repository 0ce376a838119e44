import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { Clock } from './clock.js';
import { readClock } from './clock-store.js';
import type { Config } from './config.js';

const PATIENCE_MS = 30_000;

/**
 * The clock as it stands when the service starts. A virtual clock needs the database: to begin on real time by mistake would
 * let deadlines pass that are not due. On the real clock the service starts without it.
 */
export async function bootClock(config: Config, pool: Pool, patienceMs = PATIENCE_MS): Promise<Clock> {
  const clock = new Clock();
  if (config.clock === 'real') return clock;
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      const { setting, told } = await readClock(pool);
      // Late by the time of the answer at most, never early.
      clock.real.agree(told);
      if (setting) clock.set(setting);
      return clock;
    } catch (error) {
      if (Date.now() > until)
        throw new Error('CLOCK=virtual: the setting cannot be read from the database', { cause: error });
      await sleep(250);
    }
  }
}
