// Plain Node >= 20 and nothing else: this runs before node_modules exists.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { isInstalled, markInstalled, packageCount } from './installed.mjs';
import { withLock } from './lock.mjs';
import { inRoot, ownNode, root } from './paths.mjs';
import { say, sayProgress } from './say.mjs';

const TAIL_LINES = 25;

/** Installs the dependencies and builds dist/ where either is missing or out of date. Ends the process with 1 if it cannot. */
export async function ensureInstalled() {
  try {
    if (!isInstalled()) await installAlone();
    await ensureBuilt();
  } catch (error) {
    explain(error);
    process.exit(1);
  }
}

function installAlone() {
  const onWait = (pid) =>
    say(
      `另一个进程(pid ${pid})正在安装依赖,等它完成…`,
      `another process (pid ${pid}) is installing; waiting for it`,
    );
  return withLock(inRoot('.liandong', 'install.lock'), onWait, async () => {
    if (!isInstalled()) await npmCi();
  });
}

async function npmCi() {
  const started = Date.now();
  const total = packageCount();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  say('正在安装依赖(npm ci),只有第一次需要…', 'installing dependencies (npm ci), needed once');
  const done = sayProgress(() => {
    const count = Math.min(unpackedCount(), total);
    return `  ${count} / ${total} 个软件包,${seconds()} 秒 / ${count} of ${total} packages, ${seconds()} s`;
  });
  const { code, output } = await runNpm([
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=warn',
  ]);
  done();
  if (code !== 0) throw new NpmFailed(code, output);
  if (!existsSync(ownNode)) throw new NpmFailed(0, 'node_modules/node/bin/node: ENOENT');
  markInstalled();
  say(`依赖已装好(${seconds()} 秒)`, `dependencies installed in ${seconds()} s`);
}

function runNpm(args) {
  // Under `npm start` node_modules/.bin comes first on PATH, and its node is about to be deleted.
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const env = { ...process.env, PATH: path.join(delimiter) };
  const npm = spawn('npm', args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  npm.stdout.on('data', (text) => (output += text));
  npm.stderr.on('data', (text) => (output += text));
  // A terminal sends Ctrl-C to npm as well; a plain `kill` of this process does not.
  const stop = (signal) => npm.kill(signal);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    npm.once('error', reject);
    npm.once('close', (code, signal) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(signal === 'SIGINT' ? 130 : 143);
      resolve({ code: code ?? signal, output });
    });
  });
}

function unpackedCount() {
  const list = (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  };
  return list(inRoot('node_modules'))
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? list(inRoot('node_modules', name)) : [name])).length;
}

class NpmFailed extends Error {
  constructor(code, output) {
    super(`npm ci: ${code}`);
    this.code = code;
    this.output = output;
  }
}

function explain(error) {
  if (error.code === 'ENOENT' && error.syscall?.startsWith('spawn')) {
    say(
      '找不到 npm:请先安装(Debian:apt-get install npm)。',
      'npm was not found: install it first (Debian: apt-get install npm).',
    );
  } else if (error instanceof NpmFailed) {
    process.stderr.write(`${error.output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n')}\n\n`);
    say(
      `依赖没有装好(npm ci,退出码 ${error.code})。`,
      `The dependencies could not be installed (npm ci, exit code ${error.code}).`,
    );
    say(
      '常见原因:没有网络或缺代理 / 镜像设置;磁盘已满;文件夹不可写;ignore-scripts=true(安装脚本被关掉)。',
      'Usual reasons: no network, or no proxy / registry setting; disk full; folder not writable; ignore-scripts=true.',
    );
    say('单独再试:npm ci', 'Try it alone: npm ci');
  } else if (['EACCES', 'EROFS', 'EPERM'].includes(error.code)) {
    say(
      `文件夹不可写:${error.path ?? root}`,
      `The folder is not writable: ${error.path ?? root} (who owns the clone?)`,
    );
  } else {
    process.stderr.write(`${error.message}\n`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensureInstalled();
