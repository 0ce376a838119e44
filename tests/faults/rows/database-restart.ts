import { isGone } from '#local-stack/process-probe.js';
import { waitUntil } from '#testing/wait-until.js';
import { failedSubmissions, turnedAwayOnly } from '../availability.js';
import type { Row } from '../row.js';

const BACK_WITHIN_S = 5;

export const databaseRestart: Row = {
  number: 5,
  title: 'PostgreSQL restarted at once',
  about: `PostgreSQL is ended as by pg_ctl -m immediate, without a checkpoint, and started again after up to two seconds, several
times. Callers get 503 only while it is down, and the same key tried again makes no second request.`,
  seconds: 40,
  recoversWithin: 15,
  city: { ownServers: true },
  async play(scene) {
    const from = Date.now();
    const until = from + scene.seconds * 1000;
    let restarts = 0;
    let longest = 0;
    do {
      const { pid } = scene.postgres;
      await scene.away('postgres', async () => {
        process.kill(pid, 'SIGQUIT');
        await waitUntil(() => isGone(pid), { what: 'PostgreSQL gone' });
        await scene.pass(2 * scene.random());
        await scene.postgres.restart();
      });
      const up = Date.now();
      await waitUntil(
        () =>
          scene.load.calls.made.some(
            ({ at, status, what }) => at >= up && status === 201 && what === 'submit',
          ),
        {
          what: 'the first 201 afterwards',
        },
      );
      longest = Math.max(longest, (Date.now() - up) / 1000);
      restarts += 1;
      await scene.pass(2 + 3 * scene.random());
    } while (Date.now() < until);
    const failed = failedSubmissions(scene, from);
    return {
      injected: {
        count: restarts,
        what: `${restarts} restarts, ${failed.explained} submissions failed meanwhile`,
      },
      claims: [
        turnedAwayOnly('while it is down', failed),
        {
          what: `submissions are taken within ${BACK_WITHIN_S} s of its being back`,
          figure: `${longest.toFixed(1)} s`,
          holds: longest <= BACK_WITHIN_S,
          timed: true,
        },
      ],
    };
  },
};
