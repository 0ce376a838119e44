import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { callsBetween } from '../calls.js';
import { fill } from '../fill.js';
import { waitUntil } from '#testing/wait-until.js';
import type { Row } from '../row.js';
import { allLiveOn } from '../all-live-on.js';
import type { Scene } from '../scene.js';

const SIZE_MB = 700;

export const diskFull: Row = {
  number: 14,
  title: 'the disk of PostgreSQL is full',
  about: `PostgreSQL's data lies on a file system of ${SIZE_MB} MB that is filled to its last byte under load, for some seconds. Callers get 503,
nothing is half done, the services say that they are not ready, and go on without a restart once there is room again.`,
  seconds: 15,
  recoversWithin: 60,
  city: { ownServers: true, smallDisk: { of: 'postgres', mb: SIZE_MB } },
  async play(scene) {
    const filler = join(dirname(scene.postgres.logFile), 'postgres', 'filler');
    const from = Date.now();
    const liveOn = allLiveOn(scene);
    let red = 0;
    const written = fill(filler);
    const until = from + scene.seconds * 1000;
    while (Date.now() < until) {
      if (!(await intakeReady(scene))) red += 1;
      await scene.pass(0.3);
      fill(filler);
    }
    rmSync(filler);
    await afresh(scene);
    const calls = callsBetween(scene.load.calls.made, 'submit', from);
    const failed = calls.filter(({ status }) => status !== 201);
    const kinds = [...Map.groupBy(failed, ({ status }) => status)].map(
      ([status, all]) => `${status}: ${all.length}`,
    );
    return {
      injected: { count: failed.length, what: `${written} MB of filler; ${kinds.join(', ')}` },
      claims: [
        {
          what: 'callers get 503',
          figure: kinds.join(', '),
          holds: failed.every(({ status }) => status === 503 || status === 0),
        },
        { what: 'health turns red', figure: `${red} readings`, holds: red > 0 },
        liveOn(),
      ],
    };
  },
};

async function intakeReady({ services }: Scene): Promise<boolean> {
  const answer = await fetch(`${services.intake.url}/readyz`, { signal: AbortSignal.timeout(8_000) }).catch(
    () => undefined,
  );
  return answer?.ok ?? false;
}

/** A server that could not even write its log has ended: whoever runs it starts it again. */
async function afresh(scene: Scene): Promise<void> {
  const alive = spawnSync('kill', ['-0', String(scene.postgres.pid)]).status === 0;
  if (!alive) await scene.postgres.restart();
  await waitUntil(() => intakeReady(scene), { what: 'ready again', timeoutMs: 120_000 });
}
