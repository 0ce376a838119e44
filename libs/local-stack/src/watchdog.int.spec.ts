import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { isGone, until } from './process-probe.js';
import { repositoryRoot } from './repository-root.js';

interface Line {
  log?: string;
  error?: string;
  message?: string;
  databaseUrl: string;
  pids: number[];
  logFile: string;
}

describe('when the process that started the stack is killed with -9', () => {
  const base = mkdtempSync(join(tmpdir(), 'liandong-watchdog-'));
  const holders: ChildProcess[] = [];

  afterAll(() => {
    for (const holder of holders) holder.kill('SIGKILL');
    rmSync(base, { recursive: true, force: true });
  });

  it('a temporary stack leaves no process and no folder', async () => {
    const { holder, line } = await started({});
    const folder = dirname(line.logFile);
    expect(line.pids.map(isGone)).toEqual([false, false]);
    holder.kill('SIGKILL');
    await until(() => line.pids.every(isGone) && !existsSync(folder));
    expect(temporaryFolders()).toEqual([]);
  }, 120_000);

  it('a stack that is still starting leaves nothing either', async () => {
    const { holder, lines } = hold({});
    await lines.next();
    await until(() => temporaryFolders().length > 0);
    holder.kill('SIGKILL');
    await until(() => temporaryFolders().length === 0);
  }, 60_000);

  it('a kept folder is refused to a second start meanwhile, then ended in an orderly way and opened again', async () => {
    const dataDir = join(base, 'kept');
    const first = await started({ dataDir });
    await sql(first.line.databaseUrl, 'CREATE TABLE kept AS SELECT 1 AS value');
    const second = await started({ dataDir });
    expect(second.line).toMatchObject({ error: 'DataFolderBusy' });
    expect(second.line.message).toContain(String(first.holder.pid));

    first.holder.kill('SIGKILL');
    const third = await started({ dataDir });
    expect(await sql(third.line.databaseUrl, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
    expect(first.line.pids.map(isGone)).toEqual([true, true]);
    third.holder.kill('SIGKILL');
    await until(() => third.line.pids.every(isGone));
    expect(existsSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'kafka', 'log', 'meta.properties'))).toBe(true);
  }, 120_000);

  function temporaryFolders(): string[] {
    return readdirSync(base).filter((name) => name.startsWith('liandong-'));
  }

  // TMPDIR of its own, so that what other runs do in the machine's temporary folder is not counted.
  function hold(options: object) {
    const script = join(repositoryRoot, 'libs', 'local-stack', 'fixtures', 'hold-stack.mjs');
    const args = [
      '--disable-warning=ExperimentalWarning',
      '--disable-warning=TimeoutNegativeWarning',
      script,
      JSON.stringify({ how: 'embedded', ...options }),
    ];
    const env = { ...process.env, TMPDIR: base };
    const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
    holders.push(holder);
    return { holder, lines: createInterface(holder.stdout!)[Symbol.asyncIterator]() };
  }

  async function started(options: object): Promise<{ holder: ChildProcess; line: Line }> {
    const { holder, lines } = hold(options);
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the holder ended without a word');
      const line = JSON.parse(value) as Line;
      if (!line.log) return { holder, line };
    }
  }

  async function sql(connectionString: string, text: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }
});
