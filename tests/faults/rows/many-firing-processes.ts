import { waitUntil } from '#testing/wait-until.js';
import type { Row } from '../row.js';
import { pendingDeadlines, setDeadlines } from '../synthetic-assignments.js';

const PROCESSES = 4;
const LATE_AT_MOST_S = 5;

export const manyFiringProcesses: Row = {
  number: 17,
  title: 'four escalation processes fire side by side',
  about: `Four processes of escalation read 50,000 assignments from the topic, each with two deadlines; these 100,000 fall due evenly
within one minute of the running clock. Each fires once, by whichever process. The other services are not there: what is judged is
escalation.`,
  seconds: 60,
  recoversWithin: 5,
  rate: 833,
  withoutLoad: true,
  city: { only: ['escalation'] },
  async play(scene) {
    const { system } = scene.city;
    await scene.city.setClock('stepped');
    const replicas = await Promise.all(
      Array.from({ length: PROCESSES - 1 }, () => system.replica('escalation')),
    );
    for (const replica of replicas) replica.start();
    const set = await setDeadlines(scene, Math.round(scene.seconds * scene.load.rate), scene.seconds);
    const latenessSince = Date.now();
    await scene.city.setClock('running');
    await waitUntil(async () => (await pendingDeadlines(scene)) === 0, {
      ...{ what: 'all fired', timeoutMs: (scene.seconds + 120) * 1000, everyMs: 500 },
    });
    const fired = await Promise.all(
      [scene.services.escalation, ...replicas].map(({ url }) => firedBy(url, system.internalToken)),
    );
    await Promise.all(replicas.map((replica) => replica.stop()));
    const working = fired.filter((n) => n > 0).length;
    return {
      latenessSince,
      injected: {
        count: set,
        what: `${set} deadlines, fired by ${PROCESSES} processes: ${fired.join(', ')}`,
      },
      claims: [{ what: 'more than one process fired', figure: String(working), holds: working > 1 }],
      judged: ({ lateness }) => [
        {
          what: `late by at most ${LATE_AT_MOST_S} s (p99)`,
          figure: `${lateness.p99.toFixed(2)} s of ${lateness.fired} fired`,
          holds: lateness.fired > 0 && lateness.p99 <= LATE_AT_MOST_S,
          timed: true,
        },
      ],
    };
  },
};

async function firedBy(url: string, token: string): Promise<number> {
  const answer = await fetch(`${url}/internal/progress`, { headers: { 'x-internal-token': token } });
  return ((await answer.json()) as { fired: number }).fired;
}
