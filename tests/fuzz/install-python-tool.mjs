import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../bin/paths.mjs';
import { withLock } from '../../bin/lock.mjs';
import { say } from '../../bin/say.mjs';

const python = process.env.PYTHON ?? 'python3';

/**
 * A command from PyPI, in a virtual environment of its own under node_modules/.cache: nothing outside the clone is touched.
 * Needs Python >= 3.10 with venv. @param requirements path of a file that names one package, `name==version`.
 * @returns interpreter and script @throws Error with what pip said
 */
export async function installPythonTool(requirements) {
  const [, name, version] = readFileSync(requirements, 'utf8').match(/^([\w-]+)==(\S+)/m);
  const folder = inRoot('node_modules', '.cache', `${name}-${version}`);
  const program = join(folder, 'bin', name);
  await withLock(
    inRoot('.liandong', `${name}.lock`),
    () => {},
    async () => {
      if (existsSync(program)) return;
      say(`正在安装 ${name},只有第一次需要…`, `installing ${name}, needed once`);
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
