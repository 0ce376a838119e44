import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { firstOf } from '../checker/report.js';
import { rateOf } from './play-seeds.js';
import type { Row, RowResult } from './row.js';
import { writePage } from './write-page.js';

const FILE = join(repositoryRoot, 'tests', 'results', 'faults.json');
const PAGE = join(repositoryRoot, 'docs', 'faults.md');

/** What stands in the file and on the page: the last play of each row with each seed. */
export interface KeptResults {
  readonly machine: string;
  readonly results: readonly RowResult[];
}

/** Puts one row's results beside those of its other seeds. What was played shorter or under less load than the row asks for is not kept. */
export async function keepResults(row: Row, played: readonly RowResult[]): Promise<void> {
  const whole = played.filter(({ seconds, rate }) => seconds >= row.seconds && rate >= rateOf(row));
  if (whole.length === 0) return;
  const before = read().filter(
    (old) => old.row !== row.number || !whole.some(({ seed }) => seed === old.seed),
  );
  const shortened = whole.map((result) => ({
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
