import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWatchdog } from '#local-stack/watchdog.js';
import { waitUntil } from '#testing/wait-until.js';
import { keepNetwork } from './keep-network.mjs';
import { run } from './run.mjs';

const SOCKET_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 60_000;
const PROGRAMS = {
  '/usr/sbin/dockerd': 'docker.io',
  '/usr/sbin/iptables': 'iptables',
  '/usr/sbin/ip': 'iproute2',
  '/usr/bin/mmdebstrap': 'mmdebstrap',
};

/** The machine cannot run a Docker engine; the message says what it would take. */
export class NoEngine extends Error {}

/**
 * Starts a Docker engine of Debian's own packages on a socket and with data of its own, in a temporary folder; installs the packages
 * where they are missing. Everything it brought about on the machine, packages apart, is gone after `stop()`.
 * @throws NoEngine
 */
export async function startOwnEngine(signal) {
  const obstacle = whatIsInTheWay();
  if (obstacle) throw new NoEngine(obstacle);
  await installPackages(signal);
  // Socket paths may have 108 characters at most.
  const folder = mkdtempSync(join(tmpdir(), 'liandong-docker-'));
  const restoreNetwork = await keepNetwork();
  const log = join(folder, 'dockerd.log');
  const host = `unix://${folder}/docker.sock`;
  const out = openSync(log, 'a');
  const dockerd = spawn(
    '/usr/sbin/dockerd',
    [
      `--data-root=${folder}/data`,
      `--exec-root=${folder}/exec`,
      `--pidfile=${folder}/docker.pid`,
      `--host=${host}`,
    ],
    { stdio: ['ignore', out, out], detached: true },
  );
  closeSync(out);
  const watchdog = startWatchdog();
  watchdog.watch(dockerd.pid, 'TERM');
  watchdog.removeAfterwards(folder);
  const gone = new Promise((resolve) => dockerd.once('exit', resolve));
  const stop = async () => {
    const force = setTimeout(() => dockerd.kill('SIGKILL'), STOPS_WITHIN_MS);
    dockerd.kill('SIGTERM');
    await gone;
    clearTimeout(force);
    await watchdog.dismiss();
    await restoreNetwork();
    await unmountBelow(folder);
    // Some hundred thousand files; never into a mount that would not go.
    await run('rm', ['-rf', '--one-file-system', folder]);
  };
  try {
    await waitUntil(() => existsSync(join(folder, 'docker.sock')) || dockerd.exitCode !== null, {
      timeoutMs: SOCKET_WITHIN_MS,
      what: 'dockerd',
    });
    if (dockerd.exitCode !== null) throw new Error(`dockerd: ${dockerd.exitCode}`);
  } catch (error) {
    const said = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
    await stop();
    throw new NoEngine(`${error.message}\n${said}`);
  }
  const config = join(folder, 'config');
  mkdirSync(join(config, 'cli-plugins'), { recursive: true });
  return {
    own: true,
    docker: '/usr/bin/docker',
    folder,
    env: {
      DOCKER_HOST: host,
      DOCKER_CONFIG: config,
      DOCKER_BUILDKIT: '1',
      // Its image cannot be had here; what it would reap goes with the engine.
      TESTCONTAINERS_RYUK_DISABLED: 'true',
      // Inside a container itself, Testcontainers would look for published ports at the wrong address.
      TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
    },
    stop,
  };
}

function whatIsInTheWay() {
  if (process.platform !== 'linux')
    return `需要 Docker 引擎 / a Docker engine is needed on ${process.platform}`;
  if (process.getuid() !== 0) return '需要 root 才能启动 Docker 引擎 / only root can start a Docker engine';
  if (!existsSync('/etc/debian_version') || !existsSync('/usr/bin/apt-get'))
    return '只会在 Debian 上安装 Docker 引擎 / can install a Docker engine on Debian only';
  return undefined;
}

async function installPackages(signal) {
  const missing = Object.keys(PROGRAMS).filter((program) => !existsSync(program));
  if (missing.length === 0) return;
  const packages = missing.map((program) => PROGRAMS[program]);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // No server of the package's own: it would take the usual socket and keep running.
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await run('apt-get', ['update', '-qq'], { env, signal });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, signal });
  } finally {
    if (ours) rmSync(policy);
  }
}

async function unmountBelow(folder) {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
    // The inner ones first.
    .sort((a, b) => b.length - a.length);
  for (const path of mounts) await run('umount', ['--lazy', path]);
}
