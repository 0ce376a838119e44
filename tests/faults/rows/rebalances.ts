import { STORING_SERVICES } from '#local-system/storing-services.js';
import { pick } from '#cli/city/random.js';
import { requestsTopic } from '#eventlog/topics.js';
import { readLog } from '../../checker/log.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';

const EVERY_S = 5;
const AT_LEAST = 0.3;

export const rebalances: Row = {
  number: 10,
  title: 'members come and go under load',
  about: `A second process of a service joins the group and leaves it again, in turn, every ${EVERY_S} s for a minute: each time the partitions
are dealt out anew. At least ${AT_LEAST * 100} % of the requests of an ordinary time are assigned meanwhile.`,
  seconds: 60,
  recoversWithin: 30,
  async play(scene) {
    const before = Date.now();
    await scene.pass(scene.seconds / 4);
    const from = Date.now();
    let changes = 0;
    while (Date.now() < from + scene.seconds * 1000) {
      const service = pick(scene.random, STORING_SERVICES);
      const member = await scene.city.system.replica(service);
      member.start();
      await scene.pass(EVERY_S);
      await member.stop(scene.random() < 0.5 ? 'SIGTERM' : 'SIGKILL');
      await scene.pass(EVERY_S * scene.random());
      changes += 2;
    }
    const to = Date.now();
    return {
      injected: { count: changes, what: `${changes} changes of groups` },
      rested: async () => {
        const normal = await assignedBetween(scene, before, from);
        const during = await assignedBetween(scene, from, to);
        return [
          {
            what: `at least ${AT_LEAST * 100} % of the usual speed`,
            figure: `${normal.toFixed(1)} → ${during.toFixed(1)} assigned/s`,
            holds: during >= AT_LEAST * normal,
            timed: true,
          },
        ];
      },
    };
  },
};

/** First assignments a second, by the broker’s clock. */
async function assignedBetween({ city }: Scene, from: number, to: number): Promise<number> {
  const { events } = await readLog(city.brokers, requestsTopic(city.system.topicPrefix));
  const assigned = events.filter(
    ({ name, body, appendedAt }) =>
      name === 'RequestAssigned' && body['previous'] === null && appendedAt >= from && appendedAt < to,
  );
  return assigned.length / ((to - from) / 1000);
}
