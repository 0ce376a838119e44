import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '#local-stack/repository-root.js';

/** What outside clients read to find the running system. */
export interface Ready {
  readonly pid: number;
  readonly baseUrl: string;
  readonly tokens: Readonly<Record<string, string>>;
  readonly tokensByJurisdiction: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly kafka: { readonly brokers: readonly string[] };
  readonly database: { readonly url: string };
  readonly clock: { readonly mode: string; readonly now: string };
  readonly jurisdictions: readonly {
    readonly code: string;
    readonly name: string;
    readonly profile: string;
  }[];
  readonly sampleBlock: readonly { readonly code: string; readonly jurisdiction: string }[];
}

const FOLDER = join(repositoryRoot, '.liandong');

export const READY_FILE = join(FOLDER, 'ready.json');

/**
 * Appears whole or not at all; readable by its owner only, since it holds tokens and a database password. Where another
 * system that still runs has `ready.json`, this one's is `ready-<port>.json`. Returns what takes it away again.
 */
export function writeReady(ready: Ready): () => void {
  mkdirSync(FOLDER, { recursive: true });
  const holder = readReady(READY_FILE);
  const file =
    holder && isAlive(holder.pid) ? join(FOLDER, `ready-${new URL(ready.baseUrl).port}.json`) : READY_FILE;
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(ready, null, 2), { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
  return () => {
    if (readReady(file)?.pid === process.pid) rmSync(file);
  };
}

/** Undefined where there is none. */
export function readReady(file: string): Ready | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Ready;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch {
    return false;
  }
}
