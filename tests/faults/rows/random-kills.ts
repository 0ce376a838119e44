import { serviceNames } from '#chassis/config.js';
import { pick } from '#cli/city/random.js';
import { failedSubmissions, turnedAwayOnly } from '../availability.js';
import type { Row } from '../row.js';

export const randomKills: Row = {
  number: 2,
  title: 'random kill -9 every 2 to 5 s',
  about: `One of the seven services, at random, dies by kill -9 every two to five seconds for a minute and is started again up to a
second later, wherever it stands in its work, also while it is still starting.`,
  seconds: 60,
  recoversWithin: 20,
  async play(scene) {
    const from = Date.now();
    const until = from + scene.seconds * 1000;
    const killed = new Map<string, number>();
    const backs: Promise<void>[] = [];
    do {
      await scene.pass(2 + 3 * scene.random());
      const victim = pick(scene.random, serviceNames);
      const pause = scene.random();
      const back = scene.away(victim, async () => {
        await scene.services[victim].stop('SIGKILL');
        await scene.pass(pause);
        scene.services[victim].start();
      });
      // One that does not come back is told at the end.
      back.catch(() => {});
      backs.push(back);
      killed.set(victim, (killed.get(victim) ?? 0) + 1);
    } while (Date.now() < until);
    await Promise.all(backs);
    const failed = failedSubmissions(scene, from);
    const kills = [...killed.values()].reduce((sum, n) => sum + n, 0);
    return {
      injected: {
        count: kills,
        what: `${kills} kills: ${[...killed].map(([who, n]) => `${who} ${n}`).join(', ')}`,
      },
      claims: [turnedAwayOnly('while intake or the gateway is away', failed)],
    };
  },
};
