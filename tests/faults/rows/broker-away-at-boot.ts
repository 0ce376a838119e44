import { STORING_SERVICES } from '#local-system/storing-services.js';
import { callsBetween } from '../calls.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';

export const brokerAwayAtBoot: Row = {
  number: 4,
  title: 'services start while Kafka is away',
  about: `Kafka is killed, all services are started without it, and it comes 20 s later. Meanwhile the processes are up and live, say
that they are not ready, and intake takes requests; afterwards everything is read.`,
  seconds: 20,
  recoversWithin: 15,
  city: { ownServers: true },
  async play(scene) {
    await scene.kafka.kill();
    await Promise.all(
      STORING_SERVICES.map((name) =>
        scene.away(name, async () => {
          await scene.services[name].stop('SIGKILL');
          scene.services[name].start();
        }),
      ),
    );
    const up = Date.now();
    await scene.pass(scene.seconds);
    const live = await countOk(scene, 'livez');
    const ready = await countOk(scene, 'readyz');
    const taken = callsBetween(scene.load.calls.made, 'submit', up + 1_000);
    const refused = taken.filter(({ status }) => status !== 201).length;
    await scene.kafka.restart();
    return {
      injected: {
        count: STORING_SERVICES.length,
        what: `${STORING_SERVICES.length} services started ${scene.seconds} s before Kafka`,
      },
      claims: [
        {
          what: 'all are live',
          figure: `${live} of ${STORING_SERVICES.length}`,
          holds: live === STORING_SERVICES.length,
        },
        { what: 'none says it is ready', figure: String(ready), holds: ready === 0 },
        {
          what: 'intake takes requests',
          figure: `${taken.length - refused} of ${taken.length}`,
          holds: refused === 0 && taken.length > 0,
        },
      ],
    };
  },
};

async function countOk({ services }: Scene, path: string): Promise<number> {
  const answers = await Promise.all(
    STORING_SERVICES.map((name) =>
      fetch(`${services[name].url}/${path}`).then(
        ({ ok }) => ok,
        () => false,
      ),
    ),
  );
  return answers.filter(Boolean).length;
}
