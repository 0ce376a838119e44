// Plain Node >= 20 and nothing else: this runs before node_modules exists.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { isInstalled, markInstalled, packageCount } from './installed.mjs';
import { withLock } from './lock.mjs';
import { killGroup } from './kill-group.mjs';
import { inRoot, ownNode, root } from './paths.mjs';
import { say, sayProgress } from './say.mjs';

const TAIL_LINES = 25;
const GRACE_MS = 2_000;
const NPM_OPTIONS = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=warn'];

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
    if (!isInstalled()) await install();
  });
}

async function install() {
  const started = Date.now();
  const total = packageCount();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  say('正在安装依赖,只有第一次需要…', 'installing dependencies, needed once');
  const done = sayProgress(() => {
    const count = Math.min(unpackedCount(), total);
    return `  ${count} / ${total} 个软件包,${seconds()} 秒 / ${count} of ${total} packages, ${seconds()} s`;
  });
  const result = await runNpm(['ci', ...NPM_OPTIONS]);
  done();
  if (result.code !== 0) throw new NpmFailed(result);
  if (!existsSync(ownNode)) throw new NpmFailed({ code: 0, output: 'node_modules/node/bin/node: ENOENT' });
  markInstalled();
  say(`依赖已装好(${seconds()} 秒)`, `dependencies installed in ${seconds()} s`);
}

function runNpm(args) {
  // Under `npm start` node_modules/.bin comes first on PATH, and its node is about to be deleted.
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const env = { ...process.env, PATH: path.join(delimiter) };
  const windows = process.platform === 'win32';
  const npm = spawn('npm', args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: windows,
    detached: !windows,
  });
  let output = '';
  npm.stdout.on('data', (text) => (output += text));
  npm.stderr.on('data', (text) => (output += text));
  // The whole group: while install scripts run, npm passes a signal on to them and stays.
  const stop = (signal) => {
    killGroup(npm.pid, 'SIGTERM');
    setTimeout(() => killGroup(npm.pid, 'SIGKILL'), GRACE_MS).unref();
    npm.once('close', () => process.exit(128 + constants.signals[signal]));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, stop);
  return new Promise((resolve, reject) => {
    npm.once('error', reject);
    npm.once('close', (code, signal) => resolve({ code: code ?? signal, output }));
  }).finally(() => {
    for (const signal of signals) process.off(signal, stop);
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
  constructor({ code, output }) {
    super(`npm: ${code}`);
    this.code = code;
    this.output = output;
  }
}

// npm 11 warns of every package that would like a newer Node; ours brings its own.
const tail = (output) =>
  output
    .trimEnd()
    .split('\n')
    .filter((line) => !line.includes('EBADENGINE'))
    .slice(-TAIL_LINES)
    .join('\n');

function explain(error) {
  if (error.code === 'ENOENT' && error.syscall?.startsWith('spawn')) {
    say(
      '找不到 npm:请先安装(Debian:apt-get install npm)。',
      'npm was not found: install it first (Debian: apt-get install npm).',
    );
  } else if (error instanceof NpmFailed) {
    process.stderr.write(`${tail(error.output)}\n\n`);
    say(
      `依赖没有装好(npm 退出码 ${error.code})。`,
      `The dependencies could not be installed (npm exit code ${error.code}).`,
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
