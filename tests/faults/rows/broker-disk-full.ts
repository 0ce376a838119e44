import { isGone } from '#local-stack/process-probe.js';
import { allLiveOn } from '../all-live-on.js';
import { allAreTaken } from '../availability.js';
import { keepFull } from '../full-disk.js';
import type { Row } from '../row.js';
import { sql } from '../sql.js';

const SIZE_MB = 400;

export const brokerDiskFull: Row = {
  number: 30,
  title: 'the disk of Kafka is full',
  about: `Beyond the list. Kafka's data lies on a file system of ${SIZE_MB} MB that is filled to its last byte under load; the broker ends, as it
does when it cannot write, and is started again once there is room. Residents are answered 2xx all the time, and no service has to be restarted.`,
  seconds: 20,
  recoversWithin: 30,
  city: { ownServers: true, smallDisk: { of: 'kafka', mb: SIZE_MB } },
  async play(scene) {
    const from = Date.now();
    const liveOn = allLiveOn(scene);
    const mb = await keepFull(scene, 'kafka');
    const ended = isGone(scene.kafka.pid);
    const [{ n: waiting } = { n: 0 }] = await sql<{ n: number }>(
      scene.city.databaseUrl,
      'select count(*)::int as n from intake.outbox',
    );
    await scene.kafka.restart();
    return {
      injected: {
        count: waiting,
        what: `${mb} MB of filler; ${waiting} events waited in the outbox of intake`,
      },
      claims: [
        { what: 'the broker had ended', figure: String(ended), holds: ended },
        allAreTaken(scene, from),
        liveOn(),
      ],
    };
  },
};
