import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { type ProbeConfig, probeConfig } from '../test/probe-config.js';

let database: OwnDatabase;
let probe: ProbeConfig;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await ownDatabase();
  probe = await probeConfig();
}, 60_000);

afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});
afterAll(async () => {
  probe?.remove();
  await database?.drop();
});

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly lines: string[];
}

async function start(env: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, ['dist/libs/chassis/test/slow-service.js'], {
    env: { ...probe.env, DATABASE_URL: database.url, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line));
  const ready = () => lines.find((line) => line.startsWith('READY '));
  await waitUntil(() => ready() !== undefined || child.exitCode !== null);
  return { child, url: ready()!.slice(6), lines };
}

const asleep = async (): Promise<boolean> => {
  const { rowCount } = await database.pool.query(
    "select from pg_stat_activity where datname = current_database() and query like '%pg_sleep($1)%' and state = 'active' and pid <> pg_backend_pid()",
  );
  return rowCount! > 0;
};

async function exitOf({ child }: Running): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

describe('the end of a service', () => {
  it('answers what is in flight, takes nothing new, exits 0', async () => {
    const service = await start();
    const inFlight = fetch(`${service.url}/slow/1.5`);
    await waitUntil(asleep);
    service.child.kill('SIGTERM');
    const answer = await inFlight;
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 200,
      body: { slept: '1.5' },
    });
    expect(await exitOf(service)).toBe(0);
    await expect(fetch(`${service.url}/livez`)).rejects.toThrow();
  }, 30_000);

  it('still answers what comes over an open connection, and closes it', async () => {
    const service = await start();
    const dispatcher = new Agent({ connections: 1 });
    const call = async () => {
      const { statusCode, headers, body } = await request(`${service.url}/slow/0`, { dispatcher });
      await body.dump();
      return { status: statusCode, connection: headers['connection'] };
    };
    await call();
    // Holds the end up while the connection is used again and again.
    const inFlight = fetch(`${service.url}/slow/1`);
    await waitUntil(asleep);
    service.child.kill('SIGTERM');
    let answer = await call();
    while (answer.status === 200 && answer.connection !== 'close') answer = await call();
    expect(answer).toEqual({ status: 200, connection: 'close' });
    expect((await inFlight).status).toBe(200);
    expect(await exitOf(service)).toBe(0);
    await dispatcher.close();
  }, 30_000);

  it('is forced, and says so, when something does not end', async () => {
    const service = await start({ GRACE_MS: '500' });
    const hanging = fetch(`${service.url}/slow/20`).catch(() => 'cut');
    await waitUntil(asleep);
    service.child.kill('SIGTERM');
    expect(await exitOf(service)).toBe(1);
    expect(await hanging).toBe('cut');
    expect(service.lines.join('\n')).toContain('forced');
  }, 30_000);

  it('follows a fault that nobody caught, with exit code 1', async () => {
    const service = await start();
    await fetch(`${service.url}/slow/fault/uncaught`).catch(() => {});
    expect(await exitOf(service)).toBe(1);
    expect(service.lines.join('\n')).toContain('nobody catches this');
  }, 30_000);
});
