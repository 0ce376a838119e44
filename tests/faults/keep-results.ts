import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { firstOf } from '../checker/report.js';
import type { RowResult } from './row.js';
import { writePage } from './write-page.js';

const FILE = join(repositoryRoot, 'tests', 'results', 'faults.json');
const PAGE = join(repositoryRoot, 'docs', 'faults.md');

/** What stands in the file and on the page: the last play of each row. */
export interface KeptResults {
  readonly machine: string;
  readonly results: readonly RowResult[];
}

/** Puts one row's results in the place of those it had before. */
export async function keepResults(played: readonly RowResult[]): Promise<void> {
  if (played.length === 0) return;
  const before = read().filter(({ row }) => row !== played[0]!.row);
  const shortened = played.map((result) => ({
    ...result,
    judged: { ...result.judged, breaches: firstOf(result.judged.breaches) },
  }));
  const results = [...before, ...shortened].sort((a, b) => a.row - b.row || a.seed - b.seed);
  const machine = `${availableParallelism()} processors, Node ${process.version}`;
  const kept: KeptResults = { machine, results };
  writeFileSync(FILE, `${JSON.stringify(kept, null, 2)}\n`);
  const config = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(writePage(kept), { ...config, filepath: PAGE }));
}

function read(): readonly RowResult[] {
  if (!existsSync(FILE)) return [];
  return (JSON.parse(readFileSync(FILE, 'utf8')) as KeptResults).results;
}
