import { allLiveOn } from '../all-live-on.js';
import { answered503 } from '../availability.js';
import { callsBetween } from '../calls.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

const EVERY_S = 0.2;
const ENDED_AT_ONCE = 3;
const OURS = `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'liandong-%'`;

export const sessionsRefused: Row = {
  number: 27,
  title: 'PostgreSQL refuses sessions, and ends some',
  about: `Beyond the list. For half of the time the database has no place for another session (53300) and those of the services are ended;
then they are ended three at a time, wherever they stand in a transaction. Callers get 503, and no service has to be restarted.`,
  seconds: 30,
  recoversWithin: 30,
  city: { ownServers: true },
  async play(scene) {
    const from = Date.now();
    const liveOn = allLiveOn(scene);
    await refuse(scene, from + (scene.seconds * 1000) / 2);
    const again = Date.now();
    let ended = 0;
    while (Date.now() < from + scene.seconds * 1000) {
      ended += await endSome(scene);
      await scene.pass(EVERY_S);
    }
    const failed = callsBetween(scene.load.calls.made, 'submit', from).filter(({ status }) => status !== 201);
    const refused = failed.filter(({ at }) => at < again);
    return {
      injected: {
        count: Math.min(refused.length, ended),
        what: `${refused.length} submissions failed without sessions, ${failed.length - refused.length} while ${ended} were ended`,
      },
      claims: [answered503(failed), liveOn()],
    };
  },
};

/** Until then (real, epoch ms) nobody but an administrator is let in. */
async function refuse({ city, pass }: Scene, until: number): Promise<void> {
  const database = new URL(city.databaseUrl).pathname.slice(1);
  await sql(city.databaseUrl, `alter database ${database} connection limit 0`);
  try {
    do {
      await sql(city.databaseUrl, OURS);
      await pass(EVERY_S);
    } while (Date.now() < until);
  } finally {
    await sql(city.databaseUrl, `alter database ${database} connection limit -1`);
  }
}

async function endSome({ city, random }: Scene): Promise<number> {
  const ended = await sql(city.databaseUrl, `${OURS} order by hashtext(pid::text || $1) limit $2`, [
    String(random()),
    ENDED_AT_ONCE,
  ]);
  return ended.length;
}
