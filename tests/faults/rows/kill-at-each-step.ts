import type { Failpoint } from '#eventlog/failpoint.js';
import { shuffled } from '#cli/city/random.js';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { waitUntil } from '#testing/wait-until.js';
import { failedSubmissions, turnedAwayOnly } from '../availability.js';
import type { Played, Row } from '../row.js';
import type { Scene } from '../scene.js';

type Service = (typeof STORING_SERVICES)[number];
interface Kill {
  readonly service: Service;
  readonly point: Failpoint;
}

const OF_ALL: readonly Failpoint[] = ['shell.before-commit', 'shell.after-commit', 'consumer.after-commit'];
/** The ledger writes no events. */
const OF_WRITERS: readonly Failpoint[] = ['relay.before-send', 'relay.after-send', 'relay.before-delete'];
const OF_ONE: Partial<Record<Service, readonly Failpoint[]>> = {
  escalation: ['firing.after-claim', 'firing.after-fire'],
  notification: ['notification.before-send', 'notification.after-send'],
};

const KILLS: readonly Kill[] = STORING_SERVICES.flatMap((service) =>
  [...OF_ALL, ...(service === 'ledger' ? [] : OF_WRITERS), ...(OF_ONE[service] ?? [])].map((point) => ({
    service,
    point,
  })),
);

export const killAtEachStep: Row = {
  number: 1,
  title: 'kill -9 of each service at each step',
  about: `Each of the six services that keep data dies by kill -9 at every place where work is half done: before and after the
commit of a transaction, before and after a send to Kafka, before the sent row is deleted, after the commit and before the offset
is committed, after deadlines are claimed and after they are fired, before and after a notice is handed over; ${KILLS.length} kills,
one after the other, each at the first, second or third passing of a process at work.`,
  seconds: 420,
  recoversWithin: 15,
  async play(scene) {
    const until = Date.now() + scene.seconds * 1000;
    const from = Date.now();
    const killed: Kill[] = [];
    for (const kill of inRandomOrder(scene)) {
      if (Date.now() > until) break;
      await killAt(scene, kill);
      killed.push(kill);
    }
    return playedOf(scene, killed, from);
  },
};

function playedOf(scene: Scene, killed: readonly Kill[], from: number): Played {
  const points = new Set(killed.map(({ point }) => point));
  // Only while intake itself or the way to it is gone may a resident be turned away.
  const failed = failedSubmissions(scene, from);
  return {
    injected: {
      count: killed.length,
      what: `${killed.length} of ${KILLS.length} kills at ${points.size} places`,
    },
    claims: [turnedAwayOnly('while intake is being killed', failed)],
  };
}

/** Every place once before any place twice, so that a short run has seen them all. */
function inRandomOrder({ random }: Scene): Kill[] {
  const kills = shuffled(random, KILLS);
  const seen = new Set<string>();
  const first = kills.filter(({ point }) => !seen.has(point) && seen.add(point));
  return [...first, ...kills.filter((kill) => !first.includes(kill))];
}

async function killAt(scene: Scene, { service, point }: Kill): Promise<void> {
  const victim = scene.services[service];
  await scene.away(service, async () => {
    victim.failAt(`${point}:${scene.between(1, 3)}`);
    await waitUntil(() => !victim.running, { what: `${service} killed at ${point}` });
    victim.start();
  });
}
