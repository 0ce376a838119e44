import { serviceNames } from '#chassis/config.js';
import type { Row } from '../row.js';

const GIVE_UP_MS = 60_000;

export const rollingRestart: Row = {
  number: 16,
  title: 'rolling restart under load',
  about: `Each service but the gateway is ended in order (SIGTERM) and started again, one after the other, round and round. No call
fails: a call that finds nobody there is held by the gateway until the service is back. Callers wait for ${GIVE_UP_MS / 1000} s, as clients
of HTTP do; on a full machine a service needs some ten to start.`,
  seconds: 40,
  giveUpMs: GIVE_UP_MS,
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
    const calls = scene.load.calls.made.filter(({ at }) => at >= from);
    const failed = calls.filter(({ status }) => status === 0 || status >= 500);
    const kinds = [...Map.groupBy(failed, ({ what, status }) => `${what} ${status}`)].map(
      ([kind, all]) => `${kind}: ${all.length}`,
    );
    const longest = (Math.max(...calls.map(({ ms }) => ms)) / 1000).toFixed(1);
    return {
      injected: { count: restarts, what: `${restarts} restarts` },
      claims: [
        {
          what: 'no call fails',
          figure: `${failed.length} of ${calls.length}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}; the longest took ${longest} s`,
          holds: failed.length === 0,
        },
      ],
    };
  },
};
