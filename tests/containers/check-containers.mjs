// Runs on Node 24 (see verify-docker.mjs). Last line: N passed, N failed. Ends with 2 where there is no engine and none can be
// started; with CI=true that is a failure like any other.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDockerEngine } from '#local-stack/docker-engine.js';
import { withLock } from '../../bin/lock.mjs';
import { say, sayProgress } from '../../bin/say.mjs';
import { checkChain } from './check-chain.mjs';
import { checkCompose } from './check-compose.mjs';
import { provideComposePlugin } from './compose-plugin.mjs';
import { NoEngine, startOwnEngine } from './own-engine.mjs';
import { buildStandInImages } from './stand-in-images.mjs';

const started = Date.now();
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const interrupted = new AbortController();
const { signal } = interrupted;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort(name));
const interruption = new Promise((_resolve, reject) =>
  signal.addEventListener('abort', () => reject(new Error(`interrupted: ${signal.reason}`))),
);
interruption.catch(() => {});

let passed = 0;
let failure;
let engine;
let now = '';
const done = sayProgress(() => `  ${now}, ${seconds(started)}`);
// One on this machine at a time: engines of our own would share a bridge and the packet filter's rules, users' a project.
await withLock(
  join(tmpdir(), 'liandong-verify-docker.lock'),
  (pid) => (now = `waiting for pid ${pid}`),
  checkAll,
);
done();
finish();

async function checkAll() {
  try {
    engine = await theEngine();
    await checkCompose(engine, check, signal);
    await checkChain(engine, check, signal);
  } catch (error) {
    failure = error;
  }
  now = 'cleaning up';
  await engine?.stop().catch((error) => (failure ??= error));
}

/** Counts one thing that was proved; the first that fails ends the run. */
async function check(what, act) {
  const since = Date.now();
  now = what;
  const answer = await Promise.race([act(), interruption]);
  passed += 1;
  process.stdout.write(`  ✓ ${what} (${seconds(since)})\n`);
  return answer;
}

/** The engine that answers, with the official images; else one of our own, with stand-ins of them. */
async function theEngine() {
  const host = await findDockerEngine(process.env);
  if (host) {
    say(`使用 Docker 引擎 ${host} 与官方镜像`, 'using this engine and the official images');
    return { own: false, docker: 'docker', env: { DOCKER_HOST: host }, stop: async () => {} };
  }
  say('没有 Docker 引擎:启动一个自己的,用代用镜像', 'no Docker engine: starting one, with stand-in images');
  now = 'engine';
  const own = await startOwnEngine(signal);
  try {
    now = 'stand-in images, docker compose';
    const onProgress = (text) => process.stderr.write(`${text}\n`);
    await Promise.all([
      provideComposePlugin(own, signal).then(() => onProgress(`  docker compose: ${seconds(started)}`)),
      buildStandInImages(own, { signal, onProgress }).then(() =>
        onProgress(`  stand-in images: ${seconds(started)}`),
      ),
    ]);
    return own;
  } catch (error) {
    await own.stop();
    throw error;
  }
}

function finish() {
  const noEngine = failure instanceof NoEngine && process.env.CI !== 'true';
  if (failure) process.stderr.write(`\n${failure.message}\n`);
  if (noEngine)
    say(
      '容器没有验证:需要 Docker,或 Debian 上的 root',
      'containers were not verified: Docker is needed, or root on Debian',
    );
  say(`用时 ${seconds(started)}`, seconds(started));
  const failed = failure && !noEngine ? 1 : 0;
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = noEngine ? 2 : failed;
}
