import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pick } from '#cli/city/random.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';

const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';
/** As libfaketime reads them. The process is born with the first. */
const JUMPS = ['+5h', '-5h', '+1m', '-1m', '+1', '-1', '+5h', '+0'] as const;

export const clockJumps: Row = {
  number: 9,
  title: 'the date of a service jumps',
  about: `A service is born with a date five hours ahead, and then its date jumps back and forth between one second and five hours while
it works (libfaketime; escalation, and with other seeds others). No deadline fires before its time, by the clock of the broker, and
none is late for good.`,
  seconds: 40,
  recoversWithin: 15,
  async play(scene) {
    if (!existsSync(LIBRARY))
      throw new Error(`libfaketime is missing: apt-get install libfaketime (${LIBRARY})`);
    const service = pick(scene.random, ['escalation', 'escalation', 'assignment', 'notification'] as const);
    const folder = mkdtempSync(join(tmpdir(), 'liandong-faketime-'));
    const file = join(folder, 'date');
    const victim = scene.services[service];
    const seen: string[] = [];
    try {
      writeFileSync(file, JUMPS[0]);
      await scene.away(service, async () => {
        await victim.stop();
        victim.start({
          ...{ LD_PRELOAD: LIBRARY, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' },
          ...{ FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' },
        });
      });
      for (const jump of JUMPS) {
        writeFileSync(file, jump);
        await scene.pass(scene.seconds / JUMPS.length);
        seen.push(await dateOf(scene, service));
      }
    } finally {
      await scene.away(service, async () => {
        await victim.stop();
        victim.start();
      });
      rmSync(folder, { recursive: true, force: true });
    }
    return {
      injected: {
        count: new Set(seen).size - 1,
        what: `${service} took the date to be ${seen.join(', ')} away`,
      },
    };
  },
};

/** How far the date in its answers is from ours. */
async function dateOf({ services }: Scene, service: keyof Scene['services']): Promise<string> {
  const { headers } = await fetch(`${services[service].url}/livez`);
  const seconds = Math.round((Date.parse(headers.get('date') ?? '') - Date.now()) / 1000);
  return Math.abs(seconds) > 3_000 ? `${Math.round(seconds / 3_600)} h` : `${seconds} s`;
}
