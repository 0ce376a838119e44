import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { callsBetween } from '../calls.js';
import { fill } from '../fill.js';
import type { Row } from '../row.js';
import { allLiveOn } from '../all-live-on.js';
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
    const filler = join(dirname(scene.kafka.logFile), 'kafka', 'filler');
    const from = Date.now();
    const liveOn = allLiveOn(scene);
    const mb = fill(filler);
    while (Date.now() < from + scene.seconds * 1000) {
      await scene.pass(0.3);
      fill(filler);
    }
    const [{ n: waiting } = { n: 0 }] = await sql<{ n: number }>(
      scene.city.databaseUrl,
      'select count(*)::int as n from intake.outbox',
    );
    rmSync(filler);
    await scene.kafka.restart();
    const asked = callsBetween(scene.load.calls.made, 'submit', from);
    const failed = asked.filter(({ status }) => status !== 201);
    return {
      injected: {
        count: waiting,
        what: `${mb} MB of filler; ${waiting} events waited in the outbox of intake`,
      },
      claims: [
        {
          what: 'intake answers 2xx all the time',
          figure: `${failed.length} of ${asked.length} otherwise`,
          holds: failed.length === 0 && asked.length > 0,
        },
        liveOn(),
      ],
    };
  },
};
