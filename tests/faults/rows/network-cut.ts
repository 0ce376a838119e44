import { pick } from '#cli/city/random.js';
import { waitUntil } from '#testing/wait-until.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import type { Cut } from '../tcp-proxy.js';

const CUTS: readonly Cut[] = ['to server', 'from server', 'both ways'];
const FOUND_WITHIN_S = 15;

export const networkCut: Row = {
  number: 15,
  title: 'the network is cut, one way and two ways',
  about: `Between the services and Kafka, then PostgreSQL, stands a TCP proxy that lets nothing through to the server, from it, or both
ways, with all connections open and new ones hanging. The services say that they are not ready, and go on afterwards.`,
  seconds: 40,
  recoversWithin: 30,
  city: { ownServers: true, proxied: true },
  async play(scene) {
    const done: string[] = [];
    let longest = 0;
    for (const server of ['kafka', 'postgres'] as const) {
      const cut = pick(scene.random, CUTS);
      const proxy = scene.city.proxies![server];
      await scene.away('postgres', async () => {
        proxy.set(cut);
        const begun = Date.now();
        await waitUntil(async () => !(await ready(scene)), {
          what: `${server} found away`,
          timeoutMs: 90_000,
          everyMs: 200,
        });
        longest = Math.max(longest, (Date.now() - begun) / 1000);
        await scene.pass(Math.max(0, scene.seconds / 2 - (Date.now() - begun) / 1000));
        proxy.set('none');
      });
      await scene.pass(2);
      done.push(`${server} ${cut}`);
    }
    return {
      injected: { count: done.length, what: done.join(', ') },
      claims: [
        {
          what: `found within ${FOUND_WITHIN_S} s`,
          figure: `${longest.toFixed(1)} s`,
          holds: longest <= FOUND_WITHIN_S,
          timed: true,
        },
      ],
    };
  },
};

/** The service that reads and writes most says whether it can work. */
async function ready({ services }: Scene): Promise<boolean> {
  const answer = await fetch(`${services.assignment.url}/readyz`, {
    signal: AbortSignal.timeout(8_000),
  }).catch(() => undefined);
  return answer?.ok ?? false;
}
