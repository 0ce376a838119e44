import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.js';
import { runToEnd } from './guarded-process.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import type { Watchdog } from './watchdog.js';

export const POSTGRES_USER = 'liandong';

/**
 * The data folder as its server names it, working in it. A kept folder may lie where `nobody` cannot walk to (below
 * /root): a process is put into its working directory before it changes its user, and Linux lets it stay there.
 */
export const dataPath = (data: string) => (process.platform === 'linux' ? '/proc/self/cwd' : data);

/**
 * Initialises `<folder>/postgres/data` unless it is there, and returns the password. A random one: every user of the
 * machine can connect to 127.0.0.1.
 */
export async function preparePostgresData(
  folder: DataFolder,
  binaries: PostgresBinaries,
  watchdog: Watchdog,
  logFile: string,
): Promise<{ data: string; password: string }> {
  const home = join(folder.path, 'postgres');
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  if (!existsSync(data)) await initialise();
  return { data, password: readFileSync(passwordFile, 'utf8') };

  // Under another name first, so that an interrupted initdb is not taken for a database.
  async function initialise(): Promise<void> {
    const fresh = `${data}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true, mode: 0o700 });
    writeFileSync(passwordFile, randomBytes(12).toString('hex'), { mode: 0o600 });
    const { uid } = binaries;
    if (uid !== undefined) for (const path of [home, fresh, passwordFile]) chownSync(path, uid, uid);
    const args = ['-D', dataPath(fresh), '-U', POSTGRES_USER, '--pwfile=../password', '--auth=scram-sha-256'];
    args.push('--encoding=UTF8', '--locale=C', ...(folder.kept ? [] : ['--no-sync']));
    await runToEnd('initdb', {
      command: binaries.initdb,
      args,
      cwd: fresh,
      logFile,
      watchdog,
      endWith: 'KILL',
      uid,
    });
    renameSync(fresh, data);
  }
}
