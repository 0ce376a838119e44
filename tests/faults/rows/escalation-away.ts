import { waitUntil } from '#testing/wait-until.js';
import { requestsTopic } from '#eventlog/topics.js';
import { byDeadline, dueOf } from '../../checker/find-wrong-firings.js';
import { readLog } from '../../checker/log.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { pendingDeadlines, setDeadlines } from '../synthetic-assignments.js';

const WITHIN_S = 30;
/** Two claims of a thousand are worked off side by side: those may come among each other. */
const IN_HAND = 2_000;

export const escalationAway: Row = {
  number: 18,
  title: 'escalation away while 10,000 deadlines pass',
  about: `Escalation is killed, 10,000 deadlines fall due meanwhile, and it comes back. All fire once, the oldest first. The other
services are not there: what is judged is escalation. Its absence is shortened with the clock: five minutes to the second.`,
  seconds: 20,
  recoversWithin: WITHIN_S,
  rate: 250,
  withoutLoad: true,
  city: { only: ['escalation'] },
  async play(scene) {
    const { escalation } = scene.services;
    await scene.city.setClock('stepped');
    const requests = Math.round(scene.seconds * scene.load.rate);
    const set = await setDeadlines(scene, requests, scene.seconds);
    await escalation.stop('SIGKILL');
    const away = Date.now();
    await scene.city.setClock('running');
    // The last to fall due is set thirty minutes, six seconds here, after the last assignment.
    await scene.pass(scene.seconds + 8);
    const missed = await pendingDeadlines(scene);
    const back = Date.now();
    escalation.start();
    await waitUntil(async () => (await pendingDeadlines(scene)) === 0, {
      what: 'all fired',
      timeoutMs: 120_000,
    });
    const took = (Date.now() - back) / 1000;
    const ahead = await furthestAhead(scene, back);
    return {
      injected: {
        count: missed,
        what: `${missed} of ${set} deadlines passed in ${Math.round((back - away) / 1000)} s`,
      },
      claims: [
        {
          what: `the oldest fire first, but for the ${IN_HAND.toLocaleString('en')} in hand at once`,
          figure: `at most ${ahead} places ahead of its turn`,
          holds: ahead <= IN_HAND,
        },
        {
          what: `all fire within ${WITHIN_S} s`,
          figure: `${took.toFixed(1)} s`,
          holds: took <= WITHIN_S,
          timed: true,
        },
      ],
    };
  },
};

/** By how many places the one that was furthest ahead of its turn came before those due earlier, of all fired since then. */
async function furthestAhead({ city }: Scene, since: number): Promise<number> {
  const { events } = await readLog(city.brokers, requestsTopic(city.system.topicPrefix));
  const fired = events
    .filter((event) => byDeadline(event) && event.appendedAt >= since)
    .toSorted((a, b) => a.appendedAt - b.appendedAt || dueOf(a) - dueOf(b));
  const turn = new Map(fired.toSorted((a, b) => dueOf(a) - dueOf(b)).map((event, at) => [event, at]));
  return Math.max(...fired.map((event, at) => turn.get(event)! - at));
}
