import type { Message } from 'kafkajs';
import { atRest } from '../rest.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

/** Everything that an effect could show in; bookkeeping of the delivery itself (inbox, outbox) is left out. */
const EFFECTS = [
  ...['intake', 'triage', 'assignment', 'escalation', 'notification', 'ledger'].map(
    (schema) =>
      `select md5(string_agg(concat(request_id, seq, body), ',' order by request_id)) from ${schema}.request`,
  ),
  `select md5(string_agg(concat(request_id, assignment_number, kind, ordinal, due_at), ',' order by request_id,
     assignment_number, kind, ordinal)) from escalation.deadline`,
  `select md5(string_agg(concat(request_id, key, state, attempts), ',' order by request_id, key)) from notification.notice`,
  `select md5(string_agg(concat(request_id, seq, event_id), ',' order by request_id, seq)) from ledger.timeline_entry`,
  `select md5(string_agg(concat(notice_id), ',' order by notice_id)) from notification.caught`,
];

const AT_LEAST = 100_000;

export const redelivery: Row = {
  number: 7,
  title: 'everything delivered again',
  about: `Under load, each event of the topic is put there again one to three times, in its own order; then, at rest, the whole
topic again until ${AT_LEAST.toLocaleString('en')} events were replayed. At rest, every table that an effect could show in must be
the same afterwards, to the byte.`,
  seconds: 30,
  recoversWithin: 60,
  async play(scene) {
    await scene.pass(Math.min(5, scene.seconds));
    const { topic } = scene.city;
    let replayed = await topic.putAgain(await topic.messages(), () => scene.between(1, 3));
    await scene.load.stop();
    await scene.city.setClock('stepped');
    const rested = await atRest(scene.city);
    const before = await effects(scene);
    const whole: readonly Message[] = await topic.messages();
    const until = Date.now() + scene.seconds * 1000;
    let rounds = 0;
    do {
      replayed += await topic.putAgain(whole, () => 1);
      rounds += 1;
    } while (replayed < AT_LEAST && Date.now() < until);
    const handled = await atRest(scene.city);
    const after = await effects(scene);
    const changed = before.filter((sum, at) => sum !== after[at]).length;
    return {
      injected: {
        count: replayed,
        what: `${replayed} events delivered again, ${rounds} times the whole topic at rest`,
      },
      claims: [
        {
          what: 'no table of effects changed',
          figure: `${changed} of ${before.length}`,
          holds: changed === 0,
        },
        { what: 'all of it was read', figure: String(handled), holds: rested && handled },
      ],
    };
  },
};

async function effects({ city }: Scene): Promise<string[]> {
  const sums: string[] = [];
  for (const query of EFFECTS) sums.push(JSON.stringify(await sql(city.databaseUrl, query)));
  return sums;
}
