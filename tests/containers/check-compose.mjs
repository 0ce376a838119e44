import { freePort } from '#local-stack/free-port.js';
import { serviceNames } from '#chassis/config.js';
import { waitUntil } from '#testing/wait-until.js';
import { root } from '../../bin/paths.mjs';
import { Installation } from './installation.mjs';
import { run } from './run.mjs';

const UP_LIMIT_MS = 300_000;
const BACK_WITHIN_MS = 180_000;

/** The product's own Dockerfile and docker-compose.yml, through its public interface; whatever of it is killed comes back. */
export async function checkCompose(engine, check, signal) {
  const port = await freePort();
  // A project of its own: what `docker compose up` has brought up here stays as it is.
  const env = {
    ...engine.env,
    COMPOSE_PROJECT_NAME: 'liandong-verify',
    PORT: String(port),
    CLOCK: 'virtual',
  };
  const options = { cwd: root, env, signal };
  const docker = (...args) => run(engine.docker, args, options);
  const compose = (...args) => docker('compose', '--progress=quiet', ...args);
  const up = () =>
    run(
      engine.docker,
      ['compose', '--progress=quiet', 'up', '--detach', '--wait', '--pull', engine.own ? 'never' : 'missing'],
      { ...options, limitMs: UP_LIMIT_MS },
    );
  const installation = new Installation(`http://127.0.0.1:${port}`);

  await check('docker compose config', () => compose('config', '--quiet'));
  await check('docker compose build', () => compose('build'));
  try {
    await check('docker compose up --wait', up);
    await check('a request is assigned, and escalates when its deadline passes', async () => {
      await seed();
      await installation.stepClock();
      await installation.escalates(await installation.submit());
    });
    for (const name of [...serviceNames, 'kafka', 'postgres'])
      await check(`${name} killed: it is back, nothing is lost, requests flow`, async () => {
        const held = await installation.submit();
        await killed(name);
        await installation.escalates(held);
        await installation.submit();
      });
    await check('docker compose down, up: requests and tokens are still there', async () => {
      const held = await installation.submit();
      await compose('down');
      await up();
      await installation.escalates(held);
    });
  } catch (error) {
    if (!signal.aborted) error.message += `\n${await whatTheySay()}`;
    throw error;
  } finally {
    await run(engine.docker, ['compose', 'down', '--volumes', '--remove-orphans'], { cwd: root, env });
  }

  async function seed() {
    const tokens = '/keys/tokens.json';
    const seedCity = ['node', 'dist/cli/src/liandong.js', 'demo', 'seed', '--url', 'http://127.0.0.1:8080'];
    await compose('exec', '-T', 'gateway', ...seedCity, '--tokens', tokens);
    installation.tokens = JSON.parse(await compose('exec', '-T', 'gateway', 'cat', tokens));
  }

  /** Kills the main process of a container, as a crash would, and waits until the engine has started it again. */
  async function killed(name) {
    const id = await compose('ps', '--quiet', name);
    const inspect = (what) => docker('inspect', '--format', what, id);
    const before = Number(await inspect('{{.RestartCount}}'));
    const pid = await inspect('{{.State.Pid}}');
    // From a container that sees the engine's own processes: the engine may run in a virtual machine.
    const outside = ['--pid=host', '--user=root', 'liandong:local'];
    await docker('run', '--rm', ...outside, 'node', '-e', `process.kill(${pid}, 'SIGKILL')`);
    await waitUntil(
      async () =>
        Number(await inspect('{{.RestartCount}}')) > before &&
        (await inspect('{{.State.Health.Status}}')) === 'healthy' &&
        (await installation.isReady()),
      { timeoutMs: BACK_WITHIN_MS, everyMs: 300, what: `${name}, started again and healthy,` },
    );
  }

  async function whatTheySay() {
    const state = await run(engine.docker, ['compose', 'ps', '--all'], { cwd: root, env });
    const logs = await run(engine.docker, ['compose', 'logs', '--tail', '15'], {
      cwd: root,
      env,
    });
    return `${state}\n${logs}`;
  }
}
