import type { Profile } from '#profile/model.js';
import type { RegistryRows } from '../city/build-registry.js';
import type { CityClient } from '../city/city-client.js';
import type { CityLog } from '../city/city-log.js';
import { CityPeople } from '../city/city-people.js';
import { residentClaims } from '../city/perform-deed.js';
import { pick, seededRandom } from '../city/random.js';
import { RESIDENT_MESSAGES } from '../city/resident-messages.js';
import { toQuarter } from '../city/round-times.js';

const TICK_MS = 250;
/** One message in about a second and a half: enough to see, little enough for a small machine. */
const WRITES_PER_TICK = 0.17;

export interface Demo {
  stop(): Promise<void>;
}

/** Residents write, officers answer or do not, on the running clock, until stopped. */
export function runDemo(
  client: CityClient,
  log: CityLog,
  registries: ReadonlyMap<string, RegistryRows>,
  profileOf: (jurisdiction: string) => Profile,
  seed: number,
  clock: () => Promise<number>,
): Demo {
  const random = seededRandom(seed);
  const people = new CityPeople(client, { profileOf, randomOf: () => random, roundTime: toQuarter });
  let stopped = false;
  const running = loop();
  return {
    async stop() {
      stopped = true;
      await running;
    },
  };

  async function loop(): Promise<void> {
    while (!stopped) {
      // A service that is being restarted by hand must not end the demo.
      await tick().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  }

  async function tick(): Promise<void> {
    if (random() < WRITES_PER_TICK) await write();
    people.observe(log.take());
    await people.actUntil(await clock());
  }

  async function write(): Promise<void> {
    const [jurisdiction, rows] = pick(random, [...registries]);
    const levels = profileOf(jurisdiction).levels;
    const area = pick(
      random,
      rows.areas.filter((a) => a.level === levels[0]!.id),
    );
    const { title, text } = pick(random, RESIDENT_MESSAGES);
    const n = Math.floor(random() * 9_000) + 1_000;
    await client.send('POST', '/v1/requests', residentClaims(`resident-${n}`, jurisdiction), {
      channel: pick(random, profileOf(jurisdiction).channels).id,
      areaCode: area.code,
      title,
      text: text.replace('{place}', area.name),
      contact: { name: '演示居民', phone: `1990001${n}` },
    });
  }
}
