import { readFileSync } from 'node:fs';
import { serviceNames } from '#chassis/config.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import { allLiveOn } from '../all-live-on.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

const PARKED = 100_000;
const BODY_BYTES = 10 * 1024 * 1024;
const DEPTH = 50_000;
/** Of all seven together; what one large body alone would cost if it were kept. */
const GROWS_AT_MOST_MB = 600;
const PAGES_AT_ONCE = 4;

export const memory: Row = {
  number: 22,
  title: 'large bodies, deep JSON, 100,000 parked events listed',
  about: `Bodies of ten megabytes and JSON nested ${DEPTH.toLocaleString('en')} deep are sent to intake all the time, and ${PARKED.toLocaleString('en')} parked
events of the ledger are listed to their end. All services live on, and their memory stays bounded.`,
  seconds: 20,
  recoversWithin: 30,
  rate: 10,
  async play(scene) {
    const liveOn = allLiveOn(scene);
    const before = residentMb(scene);
    let largest = before;
    await park(scene);
    const until = Date.now() + scene.seconds * 1000;
    const refused = new Map<string, number>();
    const token = await scene.city.system.mint({
      sub: 'r-large',
      role: 'resident',
      jurisdiction: scene.city.place.jurisdiction,
    });
    let listed = 0;
    const listing = listAll(scene).then((n) => (listed = n));
    do {
      for (const [what, body] of [
        ['10 MB', huge()],
        ['deep', deep()],
      ] as const) {
        const answer = await fetch(`${scene.city.system.baseUrl}/v1/requests`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body,
        }).then(
          ({ status }) => status,
          () => 0,
        );
        const kind = `${what}: ${answer === 0 ? 'cut off' : answer}`;
        refused.set(kind, (refused.get(kind) ?? 0) + 1);
      }
      largest = Math.max(largest, residentMb(scene));
    } while (Date.now() < until);
    await listing;
    largest = Math.max(largest, residentMb(scene));
    await unpark(scene);
    const sent = [...refused.values()].reduce((sum, n) => sum + n, 0);
    const wrong = [...refused.keys()].filter((kind) => !/(413|400|cut off)$/.test(kind));
    return {
      injected: {
        count: sent,
        what: `${[...refused].map(([kind, n]) => `${kind} ${n} times`).join(', ')}; ${listed} parked listed`,
      },
      claims: [
        liveOn(),
        { what: 'each is refused', figure: wrong.join(', ') || 'all', holds: wrong.length === 0 },
        { what: 'the list has its end', figure: String(listed), holds: listed >= PARKED },
        {
          what: `memory grows by at most ${GROWS_AT_MOST_MB} MB`,
          figure: `${Math.round(before)} → ${Math.round(largest)} MB`,
          holds: largest - before <= GROWS_AT_MOST_MB,
        },
      ],
    };
  },
};

const huge = (): string => JSON.stringify({ channel: 'app', text: 'x'.repeat(BODY_BYTES) });
const deep = (): string => `{"channel":"app","text":"x","more":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`;

/** All seven processes. */
function residentMb({ services }: Scene): number {
  return serviceNames
    .map((name) => /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${services[name].pid}/status`, 'utf8'))?.[1])
    .reduce((sum, kb) => sum + Number(kb ?? 0) / 1024, 0);
}

async function park({ city }: Scene): Promise<void> {
  await sql(
    city.databaseUrl,
    `insert into ledger.dead_letter (id, position_topic, position_partition, position_offset, headers, value, cause, detail)
     select gen_random_uuid(), 'faults', 0, n, '{"ce_type": "liandong.RequestResolved.v1"}', decode(repeat('61', 500), 'hex'),
       'broken_json', 'on purpose' from generate_series(1, $1) n`,
    [PARKED],
  );
}

const unpark = ({ city }: Scene): Promise<unknown> =>
  sql(city.databaseUrl, `delete from ledger.dead_letter where position_topic = 'faults'`);

/** Several readers side by side, each to the end. */
async function listAll({ city }: Scene): Promise<number> {
  const readers = Array.from({ length: PAGES_AT_ONCE }, async () => {
    let count = 0;
    for (let after: string | null = ''; after !== null;) {
      const { body }: { body: { items: unknown[]; next: string | null } } = await city.client.get(
        `/v1/dead-letters/ledger?limit=200${after ? `&after=${after}` : ''}`,
        ADMIN,
      );
      count += body.items.length;
      after = body.next;
    }
    return count;
  });
  return Math.min(...(await Promise.all(readers)));
}
