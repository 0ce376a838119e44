import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readReady } from '#cli/start/ready-file.js';
import { freePort } from '#local-stack/free-port.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { waitUntil } from '#testing/wait-until.js';
import { shellBlockAfter } from './shell-block.js';

const readme = readFileSync(join(repositoryRoot, 'README.md'), 'utf8');
const FOLDER = join(repositoryRoot, '.liandong');

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) =>
    execFile(command, args, { cwd: repositoryRoot, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    ),
  );
}

describe('the walk of the README', () => {
  let system: ChildProcess | undefined;
  let said = '';
  afterAll(async () => {
    if (!system || system.exitCode !== null) return;
    const ended = new Promise((resolve) => system!.once('exit', resolve));
    process.kill(-system.pid!, 'SIGINT');
    await ended;
  }, 60_000);

  it('ends, pasted as it stands, with a timeline that climbs', async () => {
    const port = await freePort();
    const { DATABASE_URL: _d, KAFKA_BROKERS: _k, ...env } = process.env;
    const args = ['start', '--', '--clock=stepped', '--empty', '--port', String(port)];
    system = spawn('npm', args, { cwd: repositoryRoot, env, detached: true });
    system.stdout!.on('data', (chunk) => (said += chunk));
    system.stderr!.on('data', (chunk) => (said += chunk));
    const readyFile = await waitUntil(() => readyFileOn(port), {
      timeoutMs: 240_000,
      what: `a ready file; said: ${said}`,
    });

    // Only the place of the ready file may differ: another system on this machine may hold the usual one.
    const block = shellBlockAfter('One walk', readme);
    expect(block).toContain('R=.liandong/ready.json\n');
    const walk = block.replace('R=.liandong/ready.json', `R=${relative(repositoryRoot, readyFile)}`);
    const { code, stdout, stderr } = await run('bash', ['--norc', '-euo', 'pipefail', '-c', walk]);
    expect([code, stderr]).toEqual([0, '']);

    const [held, advanced, ...timeline] = stdout.trim().split('\n');
    expect(JSON.parse(held!)).toMatchObject({ assignment: { number: 1, level: 'block' } });
    expect(JSON.parse(advanced!).fired).toBeGreaterThan(0);
    const climbs = timeline.filter((line) => line.includes('EscalationRaised'));
    expect(climbs.length).toBeGreaterThanOrEqual(2);
    for (const line of climbs) expect(line).toMatch(/^\S+ {2}EscalationRaised {2}\w+ {2}\S/);
  }, 420_000);
});

describe('the commands of the README', () => {
  const liandong = (...args: string[]) => run('npx', ['--no-install', 'liandong', ...args]);
  const folder = mkdtempSync(join(tmpdir(), 'readme-commands-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('liandong --help tells what there is', async () => {
    const { code, stdout } = await liandong('--help');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/profile[\s\S]*dead-letters/)]);
  }, 120_000);

  it('profile check is content with a practice that is whole', async () => {
    const { code, stderr } = await liandong('profile', 'check', 'profiles/shanghai.yaml');
    expect([code, stderr]).toEqual([0, '']);
  }, 120_000);

  it('profile check names the path of what is wrong', async () => {
    const whole = readFileSync(join(repositoryRoot, 'profiles', 'shanghai.yaml'), 'utf8');
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, whole.replace('codeLength: 15', 'codeLength: fifteen'));
    const { code, stdout, stderr } = await liandong('profile', 'check', broken);
    expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(/levels.*codeLength/)]);
  }, 120_000);
});

const readyFileOn = (port: number): string | undefined =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .filter((name) => /^ready(-\d+)?\.json$/.test(name))
        .map((name) => join(FOLDER, name))
        .find((file) => readReady(file)?.baseUrl.endsWith(`:${port}`))
    : undefined;
