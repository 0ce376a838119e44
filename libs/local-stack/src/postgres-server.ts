import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { DataFolder } from './data-folder.js';
import { freePort } from './free-port.js';
import { launch, type GuardedProcess } from './guarded-process.js';
import { logLength, logSince, logTail } from './log-tail.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { dataPath, POSTGRES_USER, preparePostgresData } from './postgres-data.js';
import { asArguments, embeddedSettings, postgresSettings } from './postgres-settings.js';
import type { ServerHandle, StackOptions } from './stack.js';
import type { Watchdog } from './watchdog.js';

const DATABASE = 'liandong';
const READY_MS = 60_000;
const GRACE_MS = 20_000;
const PORT_TRIES = 5;
// After a kill -9 the old children need a moment to notice that their parent is gone.
const PREDECESSOR_LIVES = /pre-existing shared memory block|lock file "postmaster.pid" already exists/;
const PORT_TAKEN = /could not bind/;

export interface PostgresServer extends ServerHandle {
  readonly url: string;
  stop(): Promise<void>;
}

/** PostgreSQL on a free port of 127.0.0.1, ready, with an empty database or the kept one. Throws with the tail of its log. */
export async function startPostgres(
  folder: DataFolder,
  binaries: PostgresBinaries,
  watchdog: Watchdog,
  options: StackOptions,
): Promise<PostgresServer> {
  const logFile = join(folder.path, 'postgres.log');
  const { data, password } = await preparePostgresData(folder, binaries, watchdog, logFile);
  const settings = asArguments({ ...postgresSettings(options), ...embeddedSettings });
  const url = (database: string) => `postgresql://${POSTGRES_USER}:${password}@127.0.0.1:${port}/${database}`;
  let port = await freePort();
  let running: GuardedProcess | undefined;

  for (let attempt = 1; !(await boot()); attempt += 1) {
    if (attempt === PORT_TRIES || !PORT_TAKEN.test(logTail(logFile))) throw new Error(failure());
    port = await freePort();
  }
  await createDatabase(url('postgres'), url(DATABASE));

  return {
    get pid() {
      return running?.pid ?? 0;
    },
    port,
    logFile,
    url: url(DATABASE),
    kill: async () => running?.end('SIGKILL', GRACE_MS),
    restart,
    // Data that nobody needs is dropped at once; kept data gets its last checkpoint.
    stop: async () => {
      await running?.end(folder.kept ? 'SIGINT' : 'SIGQUIT', GRACE_MS);
      removeSharedMemory(data);
    },
  };

  async function boot(): Promise<boolean> {
    running = launch({
      command: binaries.postgres,
      args: ['-D', dataPath(data), '-p', String(port), ...settings],
      cwd: data,
      logFile,
      watchdog,
      endWith: folder.kept ? 'INT' : 'QUIT',
      uid: binaries.uid,
    });
    return becomesReady(running, url('postgres'));
  }

  async function restart(): Promise<void> {
    await running?.end('SIGINT', GRACE_MS);
    const deadline = Date.now() + READY_MS;
    for (let from = logLength(logFile); !(await boot()); from = logLength(logFile)) {
      const said = logSince(logFile, from);
      const passes = PREDECESSOR_LIVES.test(said) || PORT_TAKEN.test(said);
      if (!passes || Date.now() > deadline) throw new Error(failure());
      await sleep(100);
    }
  }

  function failure(): string {
    return `PostgreSQL 没有启动 / PostgreSQL did not start\n${logTail(logFile)}`;
  }
}

async function becomesReady(server: GuardedProcess, connectionString: string): Promise<boolean> {
  const deadline = Date.now() + READY_MS;
  while (!server.ended && Date.now() < deadline) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      return true;
    } catch {
      await sleep(25);
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

async function createDatabase(administrationUrl: string, databaseUrl: string): Promise<void> {
  const found = await query(administrationUrl, `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
  if (found.length > 0) return;
  await query(administrationUrl, `CREATE DATABASE ${DATABASE}`);
  await query(databaseUrl, 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
}

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

// A killed server leaves a System V segment of 56 bytes, named in line 7 of its pid file, that no folder takes with it.
function removeSharedMemory(data: string): void {
  try {
    const [, id] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[6]!.trim().split(/\s+/);
    execFileSync('ipcrm', ['-m', id!], { stdio: 'ignore' });
  } catch {
    // No pid file: the server went in an orderly way and took it along.
  }
}
