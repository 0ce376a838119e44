import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withLock } from '../../bin/lock.mjs';
import { inRoot, ownNode } from '../../bin/paths.mjs';
import { say } from '../../bin/say.mjs';

const folder = fileURLToPath(new URL('..', import.meta.url));
const stampFile = inRoot('bench', 'node_modules', '.liandong-installed');

/** Installs the packages of bench/ (the peers, never part of the product) and compiles what of it has decorators. */
export async function installPeers() {
  const wanted = createHash('sha256')
    .update(readFileSync(inRoot('bench', 'package-lock.json')))
    .digest('hex');
  const onWait = (pid) =>
    say(`另一个进程(pid ${pid})正在安装…`, `another process (pid ${pid}) is installing`);
  await withLock(inRoot('.liandong', 'bench.lock'), onWait, async () => {
    if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== wanted) {
      say('正在安装对照软件,只有第一次需要…', 'installing the peers, needed once');
      await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
      writeFileSync(stampFile, wanted);
    }
    if (!existsSync(inRoot('bench', 'peers', 'nest'))) return;
    const swc = inRoot('node_modules', '@swc', 'cli', 'bin', 'swc.js');
    await run(ownNode, [swc, 'peers/nest', '-d', 'dist', '--quiet', '--config-file', inRoot('.swcrc')]);
  });
}

async function run(command, args) {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ${args[0]}: ${code}`);
}
