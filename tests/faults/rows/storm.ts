import { statusesOf } from '../availability.js';
import { callsBetween, percentile } from '../calls.js';
import type { Row } from '../row.js';
import { sql } from '../sql.js';

const WITHIN_MS = 1_000;
const REQUESTS_A_MINUTE = 5_000;
/** A city is at work when a storm comes: services that have just begun are slower for ten seconds than they ever are again. */
const ORDINARY = { rate: 20, seconds: 20 };

export const storm: Row = {
  number: 25,
  title: 'a storm: 5,000 requests about one event in a minute',
  about: `After twenty seconds of twenty requests each, 84 residents a second write about the same event from the same area. All are taken in quickly, everyone keeps a number of his
own and is told that it came. (Merging them into one matter is not part of the product.)`,
  seconds: 60,
  recoversWithin: 60,
  rate: 84,
  sameEvent: true,
  async play(scene) {
    const { rate } = scene.load;
    scene.load.rate = ORDINARY.rate;
    await scene.pass(ORDINARY.seconds);
    scene.load.rate = rate;
    const from = Date.now();
    await scene.pass(scene.seconds);
    const calls = callsBetween(scene.load.calls.made, 'submit', from);
    const taken = calls.filter(({ status }) => status === 201);
    const turned = calls.filter(({ status }) => status !== 201);
    const p99 = percentile(
      taken.map(({ ms }) => ms),
      0.99,
    );
    return {
      injected: { count: taken.length, what: `${taken.length} requests in ${scene.seconds} s` },
      claims: [
        {
          what: `${REQUESTS_A_MINUTE.toLocaleString('en')} a minute are submitted`,
          figure: `${calls.length} in ${scene.seconds} s`,
          holds: calls.length >= (REQUESTS_A_MINUTE * scene.seconds) / 60,
        },
        {
          what: 'all are taken in at the first call',
          figure: `${turned.length} of ${calls.length} not${turned.length > 0 ? ` (${statusesOf(turned)})` : ''}`,
          holds: turned.length === 0,
        },
        {
          what: `p99 within ${WITHIN_MS} ms`,
          figure: `${Math.round(p99)} ms`,
          holds: p99 <= WITHIN_MS,
          timed: true,
        },
      ],
      rested: async () => {
        const [row] = await sql<{ requests: number; numbers: number; told: number }>(
          scene.city.databaseUrl,
          `select (select count(*)::int from intake.request) as requests,
             (select count(distinct body->>'number')::int from intake.request) as numbers,
             (select count(distinct request_id)::int from notification.caught where purpose = 'received' and recipient = 'resident') as told`,
        );
        const { submitted, acknowledged } = scene.load;
        return [
          {
            what: 'all are taken in, at the first call or a later one',
            figure: `${acknowledged} of ${submitted}`,
            holds: acknowledged === submitted,
          },
          {
            what: 'each has a number of its own',
            figure: `${row!.numbers} of ${row!.requests}`,
            holds: row!.numbers === row!.requests,
          },
          {
            what: 'each is told',
            figure: `${row!.told} of ${row!.requests}`,
            holds: row!.told === row!.requests,
          },
        ];
      },
    };
  },
};
