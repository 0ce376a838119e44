import pg from 'pg';
import { callsBetween } from '../calls.js';
import { statusesOf } from '../availability.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

const TOO_MANY_CONNECTIONS = '53300';
/** Of those that the services hold. */
const ENDED_AT_ONCE = 3;

export const sessionsRefused: Row = {
  number: 27,
  title: 'PostgreSQL refuses sessions, and ends some',
  about: `Beyond the list. Somebody takes all connections the server has and ends those of the services, so that each new one is refused,
for half of the time; then sessions of the services are ended one after the other, wherever they stand in a transaction. Callers get
503, and no service has to be restarted.`,
  seconds: 30,
  recoversWithin: 30,
  city: { ownServers: true },
  async play(scene) {
    const from = Date.now();
    const pids = Object.values(scene.services).map(({ pid }) => pid);
    const refused = await takeAll(scene, from + (scene.seconds * 1000) / 2);
    let ended = 0;
    while (Date.now() < from + scene.seconds * 1000) {
      ended += await endSome(scene);
      await scene.pass(0.2);
    }
    const failed = callsBetween(scene.load.calls.made, 'submit', from).filter(({ status }) => status !== 201);
    const same = Object.values(scene.services).every(({ pid }, at) => pid === pids[at]);
    return {
      injected: {
        count: Math.min(refused, ended),
        what: `${refused} sessions ended and their places taken, then ${ended} ended`,
      },
      claims: [
        {
          what: 'callers get 503',
          figure: statusesOf(failed) || 'all were served',
          holds: failed.every(({ status }) => status === 503 || status === 0),
        },
        { what: 'no service had to be restarted', figure: String(same), holds: same },
      ],
    };
  },
};

/** Holds every connection there is until then (real, epoch ms); says how many of the services' were ended for it. */
async function takeAll(scene: Scene, until: number): Promise<number> {
  const held: pg.Client[] = [];
  let ended = 0;
  try {
    do {
      while (await takeOne(scene, held));
      const { rowCount } = await held[0]!.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'liandong-%'`,
      );
      ended += rowCount ?? 0;
      await scene.pass(0.1);
    } while (Date.now() < until);
  } finally {
    await Promise.all(held.map((client) => client.end()));
  }
  return ended;
}

async function takeOne({ city }: Scene, held: pg.Client[]): Promise<boolean> {
  const client = new pg.Client({ connectionString: city.databaseUrl });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    if ((error as { code?: string }).code === TOO_MANY_CONNECTIONS) return false;
    throw error;
  }
  held.push(client);
  return true;
}

async function endSome({ city, random }: Scene): Promise<number> {
  const ended = await sql(
    city.databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'liandong-%'
       order by hashtext(pid::text || $1) limit $2`,
    [String(random()), ENDED_AT_ONCE],
  );
  return ended.length;
}
