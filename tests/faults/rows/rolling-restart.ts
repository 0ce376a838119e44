import { serviceNames } from '#chassis/config.js';
import type { Row } from '../row.js';
import type { Absence } from '../scene.js';

/** How long the gateway holds a call that finds nobody there. */
const HELD_S = 10;

export const rollingRestart: Row = {
  number: 16,
  title: 'rolling restart under load',
  about: `Each service but the gateway is ended in order (SIGTERM) and started again, one after the other, round and round. No call
fails: a call that finds nobody there is held by the gateway until the service is back, for ${HELD_S} s at most.`,
  seconds: 40,
  recoversWithin: 15,
  async play(scene) {
    const until = Date.now() + scene.seconds * 1000;
    const from = Date.now();
    const restarts: Absence[] = [];
    do
      for (const name of serviceNames.filter((one) => one !== 'gateway')) {
        const gone = Date.now();
        await scene.away(name, async () => {
          await scene.services[name].stop('SIGTERM');
          scene.services[name].start();
        });
        restarts.push({ who: name, from: gone, until: Date.now() });
        await scene.pass(0.5);
      }
    while (Date.now() < until);
    const calls = scene.load.calls.made.filter(({ at }) => at >= from);
    const failed = calls.filter(({ status }) => status === 0 || status >= 500);
    const long = restarts.filter((one) => one.until - one.from > HELD_S * 1000);
    const unexplained = failed.filter(
      ({ at, ms }) => !long.some((one) => at <= one.until && at + ms >= one.from),
    );
    const kinds = [...Map.groupBy(failed, ({ what, status }) => `${what} ${status}`)].map(
      ([kind, all]) => `${kind}: ${all.length}`,
    );
    const longest = Math.max(...restarts.map((one) => one.until - one.from)) / 1000;
    return {
      injected: { count: restarts.length, what: `${restarts.length} restarts` },
      claims: [
        {
          what: `no call fails where the service is back within ${HELD_S} s`,
          figure: `${unexplained.length} of ${calls.length}`,
          holds: unexplained.length === 0 && calls.length > 0,
        },
        {
          what: 'each is back in time, and so no call fails',
          figure: `${longest.toFixed(1)} s at most, ${failed.length} failed${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`,
          holds: failed.length === 0,
          timed: true,
        },
      ],
    };
  },
};
