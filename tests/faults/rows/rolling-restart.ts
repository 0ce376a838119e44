import { serviceNames } from '#chassis/config.js';
import { noCallFails } from '../availability.js';
import type { Row } from '../row.js';

export const rollingRestart: Row = {
  number: 16,
  title: 'rolling restart under load',
  about: `Each service but the gateway is ended in order (SIGTERM) and started again, one after the other, round and round. No call
fails: a call that finds nobody there is held by the gateway until the service is back.`,
  seconds: 40,
  recoversWithin: 15,
  async play(scene) {
    const until = Date.now() + scene.seconds * 1000;
    const from = Date.now();
    let restarts = 0;
    do
      for (const name of serviceNames.filter((one) => one !== 'gateway')) {
        await scene.away(name, async () => {
          await scene.services[name].stop('SIGTERM');
          scene.services[name].start();
        });
        restarts += 1;
        await scene.pass(0.5);
      }
    while (Date.now() < until);
    return {
      injected: { count: restarts, what: `${restarts} restarts` },
      rested: async () => [noCallFails(scene, from)],
    };
  },
};
