import { Clock } from '../../dist/libs/chassis/src/clock.js';
import { openPool } from '../../dist/libs/chassis/src/database.js';
import { DueWork } from '../../dist/libs/chassis/src/due-work.js';
import { Activity } from '../../dist/libs/eventlog/src/activity.js';
import { DeadlineFiring } from '../../dist/services/escalation/src/fire-deadlines/deadline-firing.js';

/**
 * The escalation service's own firing, on the real clock: its loop, its statements, its watermark. The relay is left out, for
 * ours as for the peers. `onFired` hears of every batch after its commit.
 */
export function startFiring(stack, onFired) {
  const pool = openPool('escalation', stack.databaseUrl);
  const clock = new Clock();
  const faults = [];
  const dueWork = new DueWork(clock, (error) => faults.push(error));
  const relay = { poke: () => {} };
  const config = { kafka: { topicPrefix: '' } };
  const firing = new DeadlineFiring(pool, clock, config, dueWork, new Activity(), relay);
  const fire = firing.fire.bind(firing);
  firing.fire = async (claims) => {
    const fired = await fire(claims);
    if (fired.length > 0) onFired(fired, Date.now());
    return fired;
  };
  firing.onModuleInit();
  dueWork.start();
  return {
    throwFaults() {
      if (faults.length > 0) throw faults[0];
    },
    async stop() {
      await dueWork.stop();
      await pool.end();
    },
  };
}
