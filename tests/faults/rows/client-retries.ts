import type { ServiceName } from '#chassis/config.js';
import type { Row } from '../row.js';

/** In turn. Behind the gateway calls are held until intake is back; only its own death leaves callers without an answer. */
const VICTIMS: readonly ServiceName[] = ['gateway', 'intake', 'intake'];

export const clientRetries: Row = {
  number: 21,
  title: 'the same submission ten times at once, killed between',
  about: `Every submission goes out ten times side by side under one Idempotency-Key, and again until it is answered, while intake
or the gateway is killed by kill -9 every one to three seconds. It becomes one request, and every answer names the same one.`,
  seconds: 30,
  recoversWithin: 20,
  rate: 8,
  copies: 10,
  async play(scene) {
    const until = Date.now() + scene.seconds * 1000;
    let kills = 0;
    do {
      await scene.pass(1 + 2 * scene.random());
      const victim = VICTIMS[kills % VICTIMS.length]!;
      await scene.away(victim, async () => {
        await scene.services[victim].stop('SIGKILL');
        scene.services[victim].start();
      });
      kills += 1;
    } while (Date.now() < until);
    const calls = scene.load.calls.made.filter(({ what }) => what === 'submit');
    const unanswered = calls.filter(({ status }) => status === 0 || status >= 500).length;
    return {
      injected: {
        count: Math.min(kills, unanswered),
        what: `${kills} kills; ${calls.length} calls for ${scene.load.submitted} submissions, ${unanswered} of them without an answer`,
      },
    };
  },
};
