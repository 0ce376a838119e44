import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

export const READY_FILE = join(repositoryRoot, '.liandong', 'ready.json');

/** Appears whole or not at all. */
export function writeReady(ready: Ready): void {
  mkdirSync(dirname(READY_FILE), { recursive: true });
  // It holds tokens and a database password.
  writeFileSync(`${READY_FILE}.${process.pid}`, JSON.stringify(ready, null, 2), { mode: 0o600 });
  renameSync(`${READY_FILE}.${process.pid}`, READY_FILE);
}

export const removeReady = (): void => rmSync(READY_FILE, { force: true });
