import { SESSION_MS } from '#eventlog/consumer.js';
import { waitUntil } from '#testing/wait-until.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

/** Each try takes so long; with the first in company and five alone, longer than a consumer's session. */
const EACH_TRY_S = 4;

export const slowHandler: Row = {
  number: 12,
  title: 'a handler that lasts longer than the session and then fails',
  about: `A trigger in the store lets whatever the ledger does about one request last ${EACH_TRY_S} s and then fail, with two processes of
the ledger in the group. The event is not handed from one to the other and back: after six tries it is parked, the other requests
flow on, and once the trigger is gone it is handled by a redrive.`,
  seconds: 40,
  recoversWithin: 60,
  async play(scene) {
    const second = await scene.city.system.replica('ledger');
    second.start();
    await waitUntil(async () => (await scene.city.topic.memberIds('ledger')).length === 2, {
      what: 'two members',
    });
    await scene.pass(2);
    const members = await scene.city.topic.memberIds('ledger');
    const begun = Date.now();
    const victim = await plant(scene);
    const letter = await waitUntil(() => parked(scene, victim), { what: 'parked', timeoutMs: 120_000 });
    const took = (Date.now() - begun) / 1000;
    const after = await scene.city.topic.memberIds('ledger');
    await takeAway(scene);
    await scene.city.client.send('POST', `/v1/dead-letters/ledger/${letter}/redrive`, ADMIN, {});
    const others = await scene.city.topic.memberIds('ledger');
    await second.stop();
    return {
      injected: {
        count: took > SESSION_MS / 1000 ? 1 : 0,
        what: `the handling of ${victim} lasted ${took.toFixed(0)} s`,
      },
      claims: [
        {
          what: 'the group stayed as it was',
          figure: `${members.length} members, ${after.length} afterwards`,
          holds: members.join() === after.join() && after.join() === others.join(),
        },
      ],
    };
  },
};

/** The next thing that happens to this request, the youngest that is assigned, is slow and fails. */
async function plant({ city }: Scene): Promise<string> {
  const [row] = await sql<{ id: string }>(
    city.databaseUrl,
    `select request_id as id from ledger.request where body->>'state' = 'assigned' order by request_id desc limit 1`,
  );
  await sql(
    city.databaseUrl,
    `create function ledger.slow_fault() returns trigger language plpgsql as $$
     begin perform pg_sleep(${EACH_TRY_S}); raise exception 'a fault on purpose'; end $$`,
  );
  await sql(
    city.databaseUrl,
    `create trigger slow_fault before update on ledger.request for each row
     when (new.request_id = '${row!.id}') execute function ledger.slow_fault()`,
  );
  return row!.id;
}

async function takeAway({ city }: Scene): Promise<void> {
  await sql(city.databaseUrl, 'drop trigger slow_fault on ledger.request');
  await sql(city.databaseUrl, 'drop function ledger.slow_fault()');
}

async function parked({ city }: Scene, requestId: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }>(
    city.databaseUrl,
    `select id from ledger.dead_letter where request_id = $1 and state = 'parked' and cause = 'handler_failed'`,
    [requestId],
  );
  return row?.id;
}
