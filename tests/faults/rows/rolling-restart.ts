import { serviceNames } from '#chassis/config.js';
import { failedCalls, PATIENT_MS } from '../availability.js';
import type { Row } from '../row.js';

export const rollingRestart: Row = {
  number: 16,
  title: 'rolling restart under load',
  about: `Each service but the gateway is ended in order (SIGTERM) and started again, one after the other, round and round. No call
fails: a call that finds nobody there is held by the gateway until the service is back. Callers wait for ${PATIENT_MS / 1000} s, as clients
of HTTP do; on a full machine a service needs some ten to start.`,
  seconds: 40,
  giveUpMs: PATIENT_MS,
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
      // Once all are answered.
      rested: async () => {
        const failed = failedCalls(scene, from);
        return [
          {
            what: 'no call fails',
            figure: `${failed.figure}; the longest took ${failed.longest} s`,
            holds: failed.count === 0,
          },
        ];
      },
    };
  },
};
