import { serviceNames } from '#chassis/config.js';
import { shuffled } from '#cli/city/random.js';
import { failedSubmissions, turnedAwayOnly } from '../availability.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';

const CUTS = 3;

export const powerCut: Row = {
  number: 26,
  title: 'everything dies at once',
  about: `Beyond the list. Kafka, PostgreSQL and all seven services die by kill -9 in the same moment, as when the machine is taken away,
and are started again in any order, ${CUTS} times. (What the operating system has taken is not lost here, as it would be with the power.)`,
  seconds: 30,
  recoversWithin: 30,
  city: { ownServers: true },
  async play(scene) {
    const from = Date.now();
    const orders: string[] = [];
    for (let cut = 1; cut <= CUTS; cut += 1) {
      await scene.away('postgres', async () => {
        await Promise.all([
          scene.kafka.kill(),
          scene.postgres.kill(),
          ...serviceNames.map((name) => scene.services[name].stop('SIGKILL')),
        ]);
        orders.push(await allAgain(scene));
      });
      await scene.pass(scene.seconds / CUTS);
    }
    const failed = failedSubmissions(scene, from);
    return {
      injected: {
        count: CUTS,
        what: `${CUTS} times, back in the order ${orders.join(' – ')}; ${failed.explained} submissions failed meanwhile`,
      },
      claims: [turnedAwayOnly('until all are back', failed)],
    };
  },
};

/** Starts all in any order, each up to half a second after the one before, and resolves when the services answer. */
async function allAgain(scene: Scene): Promise<string> {
  const order = shuffled(scene.random, ['kafka', 'postgres', ...serviceNames] as const);
  const servers: Promise<void>[] = [];
  for (const name of order) {
    if (name === 'kafka' || name === 'postgres') servers.push(scene[name].restart());
    else scene.services[name].start();
    await scene.pass(scene.random() / 2);
  }
  await Promise.all([...servers, ...serviceNames.map((name) => scene.answering(name))]);
  return order.join(', ');
}
