import { ADMIN } from '#cli/city/sample-tokens.js';
import { pick } from '#cli/city/random.js';
import { waitUntil } from '#testing/wait-until.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

const CASES = 10_000;
const DAY_MS = 86_400_000;
const KINDS = ['holiday', 'makeup'] as const;

export const calendarChanges: Row = {
  number: 24,
  title: 'holidays and closures change while deadlines run',
  about: `Under load, holidays, make-up days and closures of areas are announced again and again around the days on which deadlines fall due,
requests are disputed and opened again. Every deadline that runs is counted again: the old one is struck off once, the new one says why,
at most one of each kind runs. (Cases are deadlines that were moved; merging matters is not part of the product.)`,
  seconds: 60,
  recoversWithin: 60,
  async play(scene) {
    const until = Date.now() + scene.seconds * 1000;
    let changes = 0;
    while (Date.now() < until && ((await moved(scene)) < CASES || changes < 5)) {
      await change(scene, changes);
      changes += 1;
      await scene.pass(0.3);
    }
    await waitUntil(async () => (await left(scene)) === 0, { what: 'all counted again', timeoutMs: 120_000 });
    const count = await moved(scene);
    return {
      injected: { count, what: `${changes} changes, ${count} deadlines counted again` },
      rested: async () => {
        const wrong = await faultsOf(scene);
        return [
          { what: 'at most one of each kind runs', figure: `${wrong.twice} twice`, holds: wrong.twice === 0 },
          { what: 'what moved has its reason', figure: `${wrong.silent} without`, holds: wrong.silent === 0 },
          { what: 'state and table agree', figure: `${wrong.apart} apart`, holds: wrong.apart === 0 },
        ];
      },
    };
  },
};

/** One announcement: a day in the week to come becomes a holiday or a make-up day, or an area closes on it. */
async function change(scene: Scene, n: number): Promise<void> {
  const { city, random } = scene;
  const { body } = await city.client.get<{ now: string }>('/v1/clock', ADMIN);
  const day = new Date(Date.parse(body.now) + scene.between(0, 6) * DAY_MS + 8 * 3_600_000)
    .toISOString()
    .slice(0, 10);
  if (random() < 0.5) {
    const areaCode = pick(random, city.place.areas).slice(0, pick(random, [6, 9, 12, 15]));
    await city.client.send('POST', '/v1/calendar/closures', ADMIN, {
      areaCode,
      from: day,
      reason: `停电检修 ${n}`,
    });
  } else {
    const rows = [{ kind: pick(random, KINDS), from: day, name: `调休 ${n}` }];
    const body = { version: `faults-${n}-${Date.now()}`, coverageFrom: day, coverageUntil: day, rows };
    await city.client.send('POST', '/v1/calendar/imports', ADMIN, body);
  }
}

/** Told by events that name a calendar change as their reason. */
async function moved({ city }: Scene): Promise<number> {
  const [row] = await sql<{ n: number }>(
    city.databaseUrl,
    `select coalesce(sum(jsonb_array_length(reason #> '{facts,moved}')), 0)::int as n from ledger.timeline_entry
     where type = 'DeadlinesSet' and reason->>'rule' in ('calendar.imported', 'closure.announced')`,
  );
  return row!.n;
}

async function left({ city }: Scene): Promise<number> {
  const [row] = await sql<{ n: number }>(
    city.databaseUrl,
    'select count(*)::int as n from escalation.recalculation',
  );
  return row!.n;
}

async function faultsOf({ city }: Scene): Promise<{ twice: number; silent: number; apart: number }> {
  const [row] = await sql<{ twice: number; silent: number; apart: number }>(
    city.databaseUrl,
    `select
       (select count(*)::int from (select 1 from escalation.deadline
          group by request_id, assignment_number, kind having count(*) > 1) t) as twice,
       (select count(*)::int from ledger.timeline_entry where type = 'DeadlinesSet'
          and reason->>'rule' in ('calendar.imported', 'closure.announced')
          and coalesce(jsonb_array_length(reason #> '{facts,moved}'), 0) = 0) as silent,
       (select count(*)::int from escalation.request r,
          lateral (select count(*) as n from jsonb_array_elements(r.body->'deadlines') d where d->>'state' = 'running') b,
          lateral (select count(*) as n from escalation.deadline d where d.request_id = r.request_id) t
        where b.n <> t.n) as apart`,
  );
  return row!;
}
