import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { StackUnavailable } from '#local-stack/stack-unavailable.js';
import { keepResults } from './keep-results.js';
import { playSeeds } from './play-seeds.js';
import type { RowResult } from './row.js';
import { ROWS } from './rows.js';
import { replayLine, tableOf } from './table.js';

const HELP = `npm run faults -- [ROW …] [--seed N] [--seeds K] [--seconds N] [--rate N] [--help]

Plays rows of the table of faults on real Kafka and PostgreSQL: under load, injects, heals, waits for lag 0, and has the
checker judge by the answers, the databases and the topic. All rows without a number.

  --seed N      the first seed (random; it is printed)
  --seeds K     so many seeds, one after the other: N, N+1, … (1)
  --seconds N   how long faults strike; each row has its own length
  --rate N      requests a second (50, where the row does not say otherwise)
  --help        this

Writes tests/results/faults.json and docs/faults.md: the last play of each row with each seed, unless it was shorter or under less
load than the row asks for. What was answered, and the services' logs of a play that did not hold, stay in tests/results/faults.
Exit code 1 where a row did not hold.

Rows:
${ROWS.map(({ number, title }) => `  ${String(number).padStart(2)}  ${title}`).join('\n')}
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    seeds: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    rate: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = positionals.filter((name) => !ROWS.some(({ number }) => String(number) === name));
  if (unknown.length > 0) {
    process.stderr.write(`no row ${unknown.join(', ')}\n\n${HELP}`);
    return 2;
  }
  const rows = ROWS.filter(({ number }) => positionals.length === 0 || positionals.includes(String(number)));
  const folder = join(repositoryRoot, 'tests', 'results', 'faults');
  mkdirSync(folder, { recursive: true });
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  const results: RowResult[] = [];
  for (const row of rows) {
    if (stopped.signal.aborted) break;
    const played = await playSeeds(row, {
      ...{ folder, signal: stopped.signal, seed: Number(values.seed), seeds: Number(values.seeds) },
      ...(values.seconds ? { seconds: Number(values.seconds) } : {}),
      ...(values.rate ? { rate: Number(values.rate) } : {}),
      say: (text) => process.stderr.write(`${text}\n`),
    });
    results.push(...played);
    await keepResults(row, played);
  }
  process.stdout.write(`\n${tableOf(results)}\n`);
  const missed = results.filter(({ verdict }) => verdict !== 'held');
  for (const result of missed) process.stdout.write(`replay: ${replayLine(result)}\n`);
  process.stdout.write(`${results.length - missed.length} passed, ${missed.length} failed\n`);
  if (stopped.signal.aborted) return 130;
  return missed.length === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  if (error instanceof StackUnavailable) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 2;
});
