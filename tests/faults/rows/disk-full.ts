import { isGone } from '#local-stack/process-probe.js';
import { waitUntil } from '#testing/wait-until.js';
import { allLiveOn } from '../all-live-on.js';
import { answered503, statusesOf } from '../availability.js';
import { callsBetween } from '../calls.js';
import { keepFull } from '../full-disk.js';
import type { Row } from '../row.js';
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
    const from = Date.now();
    const liveOn = allLiveOn(scene);
    let red = 0;
    const written = await keepFull(scene, 'postgres', async () => {
      if (!(await intakeReady(scene))) red += 1;
    });
    await afresh(scene);
    const calls = callsBetween(scene.load.calls.made, 'submit', from);
    const failed = calls.filter(({ status }) => status !== 201);
    return {
      injected: { count: failed.length, what: `${written} MB of filler; ${statusesOf(failed)}` },
      claims: [
        answered503(failed),
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
  if (isGone(scene.postgres.pid)) await scene.postgres.restart();
  await waitUntil(() => intakeReady(scene), { what: 'ready again', timeoutMs: 120_000 });
}
