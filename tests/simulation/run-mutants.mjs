// Runs on Node 24 (see simulate-mutants.mjs).
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { inRoot } from '../../bin/paths.mjs';
import { loadSources } from './load-sources.mjs';

const PAGE = inRoot('docs', 'simulation.md');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    requests: { type: 'string', default: '30000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`npm run simulate:mutants -- [--requests N] [--seed N] [NAME …]

Breaks each rule on purpose, one at a time (tests/simulation/mutants), and lets the simulation run until it finds out. All of
them: the table in docs/simulation.md is written anew. Some, by name: it is left alone.

  --requests N   a mutant that is not caught among so many has survived (30000)
  --seed N       1

Exit code: 0 all were caught; 1 one survived, or its place was not there.
`);
  process.exit(0);
}
process.exitCode = await main();

async function main() {
  loadSources();
  const { MUTANTS: mutants } = await import('./mutants/all-mutants.ts');
  const chosen = positionals.length > 0 ? mutants.filter(({ name }) => positionals.includes(name)) : mutants;
  if (chosen.length < positionals.length) {
    process.stderr.write(`known: ${mutants.map(({ name }) => name).join(', ')}\n`);
    return 1;
  }
  const rows = [];
  for (const mutant of chosen) {
    const found = await run(mutant.name);
    rows.push({ ...mutant, ...found });
    const what = found.fault ?? (found.invariant ? `${found.invariant} after ${found.requests}` : 'SURVIVED');
    process.stderr.write(`${rows.length}/${chosen.length}  ${mutant.name}: ${what}\n`);
  }
  const survived = rows.filter(({ invariant }) => !invariant);
  // Unbroken, the same lives must break nothing: or what was caught was not the mutant.
  const needed = Math.max(150, ...rows.map(({ requests }) => requests ?? 0));
  const unbroken = await run(undefined, String(needed));
  if (unbroken.invariant !== null) process.stderr.write(`unbroken: ${unbroken.message ?? unbroken.fault}\n`);
  const isGood = survived.length === 0 && unbroken.invariant === null;
  if (positionals.length === 0) await write(rows);
  process.stdout.write(`${rows.length - survived.length} caught, ${survived.length} survived\n`);
  return isGood ? 0 : 1;
}

function run(name, requests = values.requests) {
  const script = inRoot('tests', 'simulation', 'run-simulation.mjs');
  const args = [script, '--json', '--seed', values.seed, '--requests', requests];
  if (name !== undefined) args.push('--mutant', name);
  const child = spawn(process.execPath, args, { cwd: inRoot(), stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      const line = output.trim().split('\n').at(-1);
      resolve(
        line?.startsWith('{') ? JSON.parse(line) : { fault: errors.trim().split('\n').slice(0, 6).join(' ') },
      );
    });
  });
}

async function write(rows) {
  const [begin, end] = ['<!-- begin: mutants -->', '<!-- end: mutants -->'];
  const page = readFileSync(PAGE, 'utf8');
  const table = [
    '| mutant | file | what is broken | caught by | after requests | seconds |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ name, file, breaks, invariant, requests, seconds }) =>
        `| ${name} | \`${file}\` | ${breaks} | ${invariant ?? '**survived**'} | ${requests} | ${seconds?.toFixed(1)} |`,
    ),
  ].join('\n');
  const before = page.slice(0, page.indexOf(begin) + begin.length);
  const text = `${before}\n\n${table}\n\n${page.slice(page.indexOf(end))}`;
  writeFileSync(PAGE, await format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' }));
}
