import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Watchdog } from './watchdog.js';

const PREDECESSOR_MS = 25_000;

export interface DataFolder {
  readonly path: string;
  readonly kept: boolean;
  /** Removes a temporary folder; frees a kept one for the next start. */
  close(): void;
}

/** A kept data folder that another living process works on. */
export class DataFolderBusy extends Error {
  override readonly name = 'DataFolderBusy';

  readonly holder: number;

  constructor(folder: string, holder: number) {
    super(
      `数据目录正被另一个进程(pid ${holder})使用:${folder} / the data folder is in use by process ${holder}: ${folder}`,
    );
    this.holder = holder;
  }
}

export async function openDataFolder(dataDir: string | undefined, watchdog: Watchdog): Promise<DataFolder> {
  if (dataDir === undefined) {
    const path = mkdtempSync(join(tmpdir(), 'liandong-'));
    watchdog.removeAfterwards(path);
    return { path, kept: false, close: () => rmSync(path, { recursive: true, force: true }) };
  }
  const path = resolve(dataDir);
  mkdirSync(path, { recursive: true });
  const lock = join(path, 'in-use');
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, `${process.pid} ${watchdog.pid}`);
  try {
    await take(lock, mine, path);
  } finally {
    rmSync(mine, { force: true });
  }
  return { path, kept: true, close: () => rmSync(lock, { force: true }) };
}

// The lock names the holder and its watchdog. A holder that was killed leaves its servers to the watchdog, which needs
// a moment to end them in an orderly way: only after that the folder is free.
async function take(lock: string, mine: string, path: string): Promise<void> {
  const deadline = Date.now() + PREDECESSOR_MS;
  while (!tryLink(mine, lock)) {
    const [holder = 0, watchdog = 0] = readPids(lock);
    if (isAlive(holder) || Date.now() > deadline) throw new DataFolderBusy(path, holder);
    if (isAlive(watchdog)) await sleep(50);
    else rmSync(lock, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readPids(file: string): number[] {
  try {
    return readFileSync(file, 'utf8').split(' ').map(Number);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
