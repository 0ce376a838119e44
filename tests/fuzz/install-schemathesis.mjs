import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../bin/paths.mjs';
import { withLock } from '../../bin/lock.mjs';
import { say } from '../../bin/say.mjs';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const python = process.env.PYTHON ?? 'python3';

/**
 * The command `schemathesis`, from PyPI, in a virtual environment of its own under node_modules/.cache: nothing outside the
 * clone is touched. Needs Python >= 3.10 with venv. @throws Error with what pip said
 */
export async function installSchemathesis() {
  const version = readFileSync(requirements, 'utf8').match(/==(\S+)/)[1];
  const folder = inRoot('node_modules', '.cache', `schemathesis-${version}`);
  const program = join(folder, 'bin', 'schemathesis');
  await withLock(
    inRoot('.liandong', 'schemathesis.lock'),
    () => {},
    async () => {
      if (existsSync(program)) return;
      say('正在安装 schemathesis,只有第一次需要…', 'installing schemathesis, needed once');
      try {
        run(python, ['-m', 'venv', folder]);
        run(join(folder, 'bin', 'pip'), ['install', '-q', '--disable-pip-version-check', '-r', requirements]);
      } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        throw error;
      }
    },
  );
  // By its interpreter: the script's first line names the folder where it was installed, and clones are moved.
  return [join(folder, 'bin', 'python'), program];
}

function run(program, args) {
  const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error?.code === 'ENOENT')
    throw new Error(
      `${program} was not found: Python >= 3.10 with venv is needed (apt-get install python3-venv)`,
    );
  if (error || status !== 0) throw new Error(`${program} ${args.join(' ')}\n${stderr ?? error}`);
}
