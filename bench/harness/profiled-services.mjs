import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfTimes } from './self-times.mjs';

/** Services that write a CPU profile when they end: give `env` to their start, and call `print()` after they have stopped. */
export function profiledServices(wanted) {
  if (!wanted) return { env: {}, print: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'liandong-profile-'));
  return {
    env: { NODE_OPTIONS: `--cpu-prof --cpu-prof-interval=500 --cpu-prof-dir=${folder}` },
    print() {
      for (const file of readdirSync(folder)) {
        const profile = JSON.parse(readFileSync(join(folder, file), 'utf8'));
        process.stdout.write(`\n${serviceOf(profile)}: CPU of the process\n${selfTimes(profile)}\n`);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function serviceOf({ nodes }) {
  const names = nodes.flatMap(
    ({ callFrame }) => /\/services\/(\w+)\/src\/main\.js$/.exec(callFrame.url)?.[1] ?? [],
  );
  return names[0] ?? 'a service';
}
