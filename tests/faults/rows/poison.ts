import { randomUUIDv7 } from 'node:crypto';
import { requestsTopic } from '#eventlog/topics.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import { waitUntil } from '#testing/wait-until.js';
import { percentile } from '../calls.js';
import { readLog } from '../../checker/log.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

/** What is no event, each in its own way. `about` is the request whose later events wait behind it, where it has one. */
const POISON: Readonly<
  Record<string, (about: string) => { key: string | null; value: string | null; type?: string }>
> = {
  'broken JSON': (about) => ({ key: about, value: '{"requestId": "broken' }),
  'wrong version': (about) => ({ key: about, value: '{}', type: 'liandong.RequestResolved.v9' }),
  'a megabyte': (about) => ({
    key: about,
    value: JSON.stringify({ requestId: about, filler: 'x'.repeat(1_000_000) }),
  }),
  'null value': (about) => ({ key: about, value: null }),
  'bad key': () => ({ key: 'not-a-uuid', value: '{}' }),
  'no key': () => ({ key: null, value: '{}' }),
  'unknown type': (about) => ({ key: about, value: '{}', type: 'liandong.SomethingElse.v1' }),
};
/** A message that a later release may bring: passed over, since others may know it. */
const PASSED_OVER = 'unknown type';
/** Read by these; the others pass it over by its type alone. */
const READERS = ['intake', 'escalation', 'notification', 'ledger'] as const;

const PARKED_WITHIN_S = 10;
const SLOWER_AT_MOST = 1.5;

export const poison: Row = {
  number: 13,
  title: 'poison on the topic',
  about: `Records that are no event (${Object.keys(POISON).join(', ')}) are put on the topic under load, half of them about requests that
live. Each is parked with its cause by every service that reads its type, a type nobody knows is passed over, and all other requests
flow on. Then the parked are dropped by REST, and what waited behind them is handled.`,
  seconds: 20,
  recoversWithin: 20,
  async play(scene) {
    const begun = Date.now();
    await scene.pass(scene.seconds / 2);
    const injectedAt = Date.now();
    const put = await putPoison(scene);
    const expected = put.filter(({ kind }) => kind !== PASSED_OVER).length * READERS.length;
    const parked = await waitUntil(async () => ((await heads(scene)) >= expected ? await heads(scene) : 0), {
      what: `${expected} parked`,
    });
    const parkedAfter = (Date.now() - injectedAt) / 1000;
    await scene.pass(scene.seconds / 2);
    const { before, during } = await assignedAfter(scene, begun, injectedAt);
    const dropped = await dropAll(scene);
    return {
      injected: {
        count: put.length,
        what: `${put.length} records of ${Object.keys(POISON).length} kinds; ${dropped} parked and dropped`,
      },
      claims: [
        {
          what: 'each is parked by each reader, and nothing else',
          figure: `${parked} of ${expected}`,
          holds: parked === expected,
        },
        {
          what: `parked within ${PARKED_WITHIN_S} s`,
          figure: `${parkedAfter.toFixed(1)} s`,
          holds: parkedAfter <= PARKED_WITHIN_S,
          timed: true,
        },
        {
          what: `others are assigned at most ${SLOWER_AT_MOST} times as late (p95)`,
          figure: `${before} → ${during} ms`,
          holds: during <= SLOWER_AT_MOST * Math.max(before, 100),
          timed: true,
        },
      ],
    };
  },
};

async function putPoison(scene: Scene): Promise<{ kind: string }[]> {
  const living = await sql<{ id: string }>(
    scene.city.databaseUrl,
    'select request_id as id from ledger.request order by request_id desc limit 40',
  );
  const put: { kind: string }[] = [];
  for (const [kind, make] of Object.entries(POISON))
    for (let at = 0; at < 4; at += 1) {
      const about = at % 2 === 0 ? living[scene.between(0, living.length - 1)]!.id : randomUUIDv7();
      const { key, value, type } = make(about);
      const headers = headersOf(about, type ?? 'liandong.RequestResolved.v1');
      scene.journal.add(...(await scene.city.topic.put([{ key, value, headers }])));
      put.push({ kind });
    }
  return put;
}

const headersOf = (about: string, type: string): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: randomUUIDv7(),
  ce_type: type,
  ce_source: '/liandong/assignment',
  ce_subject: about,
  ce_time: '2026-03-02T01:00:00.000Z',
  ce_partitionkey: about,
  ce_sequence: '999',
  'content-type': 'application/json',
});

/** Parked for their own sake. A second poison of the same request counts too, whoever it stands behind. */
async function heads({ city }: Scene): Promise<number> {
  const counts = READERS.map(
    (schema) =>
      `(select count(*)::int from ${schema}.dead_letter where state = 'parked' and cause <> 'waiting')`,
  );
  const [row] = await sql<{ n: number }>(city.databaseUrl, `select ${counts.join(' + ')} as n`);
  return row!.n;
}

/** Drops what is parked for its own sake until nothing is; the rest is handled by that. */
async function dropAll({ city }: Scene): Promise<number> {
  let dropped = 0;
  for (const service of ['intake', 'triage', 'assignment', 'escalation', 'notification', 'ledger'])
    for (;;) {
      const { body } = await city.client.get<{ items: { id: string; cause: string }[] }>(
        `/v1/dead-letters/${service}?limit=200`,
        ADMIN,
      );
      const poisonous = body.items.filter(({ cause }) => cause !== 'waiting');
      if (poisonous.length === 0) break;
      // One that stood behind another has been dealt with meanwhile: 404 is as good.
      await Promise.allSettled(
        poisonous.map(({ id }) =>
          city.client.send('POST', `/v1/dead-letters/${service}/${id}/drop`, ADMIN, {}),
        ),
      );
      dropped += poisonous.length;
    }
  return dropped;
}

/** p95 in ms from submitted to assigned by the broker’s clock, for those submitted before and after the injection. */
async function assignedAfter(
  { city }: Scene,
  from: number,
  injectedAt: number,
): Promise<{ before: number; during: number }> {
  const { events } = await readLog(city.brokers, requestsTopic(city.system.topicPrefix));
  const submitted = new Map(
    events
      .filter(({ name, appendedAt }) => name === 'RequestSubmitted' && appendedAt >= from)
      .map((e) => [e.key, e.appendedAt]),
  );
  const took = events
    .filter(
      ({ name, key, body }) => name === 'RequestAssigned' && submitted.has(key) && body['previous'] === null,
    )
    .map(({ key, appendedAt }) => ({ at: submitted.get(key)!, ms: appendedAt - submitted.get(key)! }));
  const p95 = (of: typeof took) =>
    percentile(
      of.map(({ ms }) => ms),
      0.95,
    );
  return {
    before: p95(took.filter(({ at }) => at < injectedAt)),
    during: p95(took.filter(({ at }) => at >= injectedAt)),
  };
}
