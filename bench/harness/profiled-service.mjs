import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfTimes } from './self-times.mjs';

/** A service that writes a CPU profile when it ends: give `env` to its start, and call `print()` after it has stopped. */
export function profiled(name, wanted) {
  if (!wanted) return { env: {}, print: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'liandong-profile-'));
  return {
    env: { NODE_OPTIONS: `--cpu-prof --cpu-prof-interval=500 --cpu-prof-dir=${folder}` },
    print() {
      for (const file of readdirSync(folder))
        process.stdout.write(
          `\n${name}: CPU of the process\n${selfTimes(JSON.parse(readFileSync(join(folder, file), 'utf8')))}\n`,
        );
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same for all seven. */
export function profiledAll(wanted) {
  if (!wanted) return { env: {}, print: () => {} };
  return profiled('a service', true);
}
