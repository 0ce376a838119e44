import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReady, type Ready } from '#cli/start/ready-file.js';
import { freePort } from '#local-stack/free-port.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { waitUntil } from '#testing/wait-until.js';

const FOLDER = join(repositoryRoot, '.liandong');

describe('npm start', () => {
  const started: ChildProcess[] = [];
  // Of its own, so that what is left in it was left by us; PostgreSQL's user must be able to pass through it.
  const folder = mkdtempSync(join(tmpdir(), 'start-spec-'));
  chmodSync(folder, 0o755);
  afterAll(() => {
    started.forEach((child) => child.kill('SIGKILL'));
    rmSync(folder, { recursive: true, force: true });
  });

  function start(...args: string[]): {
    child: ChildProcess;
    output: () => string;
    ended: Promise<number | null>;
  } {
    const { DATABASE_URL: _d, KAFKA_BROKERS: _k, ...env } = process.env;
    const child = spawn('npm', ['start', '--', ...args], {
      cwd: repositoryRoot,
      env: { ...env, TMPDIR: folder },
      detached: true,
    });
    started.push(child);
    let output = '';
    child.stdout!.on('data', (chunk) => (output += chunk));
    child.stderr!.on('data', (chunk) => (output += chunk));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, output: () => output, ended };
  }

  const readyOn = (port: number): Ready | undefined =>
    existsSync(FOLDER)
      ? readdirSync(FOLDER)
          .filter((name) => /^ready(-\d+)?\.json$/.test(name))
          .map((name) => readReady(join(FOLDER, name)))
          .find((ready) => ready?.baseUrl.endsWith(`:${port}`))
      : undefined;

  it('brings a city to work, tells one screen, and leaves nothing behind', async () => {
    const port = await freePort();
    const { child, output, ended } = start('--port', String(port));
    const ready = await waitUntil(() => readyOn(port), {
      timeoutMs: 180_000,
      what: `ready.json; said: ${output()}`,
    });
    expect(Object.keys(ready.tokens)).toEqual(
      expect.arrayContaining(['resident', 'block', 'village', 'street', 'district', 'admin']),
    );
    await waitUntil(() => output().includes('/watch'), { what: 'the banner' });
    const watch = await fetch(`${ready.baseUrl}/watch`);
    expect([watch.status, watch.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);

    const admin = { authorization: `Bearer ${ready.tokens['admin']}` };
    const list = async () =>
      (
        (await (await fetch(`${ready.baseUrl}/v1/requests?limit=50`, { headers: admin })).json()) as {
          items: unknown[];
        }
      ).items;
    await waitUntil(async () => (await list()).length >= 3, { what: 'residents who write' });

    const second = start('--port', String(port));
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`${port}`);
    expect(second.output()).toMatch(/pid \d+/);

    process.kill(-child.pid!, 'SIGINT');
    await ended;
    await waitUntil(() => readyOn(port) === undefined, { what: 'ready.json gone' });
    expect(readdirSync(folder).filter((name) => name.startsWith('liandong'))).toEqual([]);
    await expect(fetch(ready.baseUrl)).rejects.toThrow();
    expect(processesNaming(ready.kafka.brokers[0]!.split(':')[1]!)).toEqual([]);
  }, 300_000);

  it('--help says what can be chosen and starts nothing', async () => {
    const { output, ended } = start('--help');
    expect(await ended).toBe(0);
    for (const option of ['--port', '--keep', '--clock', '--empty', '--replay'])
      expect(output()).toContain(option);
  }, 60_000);
});

/** Command lines of running Java processes whose configuration names the port. */
function processesNaming(port: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLine(pid))
    .filter((line) => line.includes('kafka.Kafka') && line.includes(port));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
