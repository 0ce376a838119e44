#!/usr/bin/env node
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureInstalled } from '../bin/install.mjs';
import { say } from '../bin/say.mjs';
import { installPeers } from './harness/install-peers.mjs';
import { profileOurs } from './harness/profile-ours.mjs';
import { runRounds } from './harness/run-rounds.mjs';
import { missingPrograms } from './harness/programs.mjs';
import { summarise, tableOf } from './harness/summarise.mjs';
import { writeResults } from './harness/write-results.mjs';

const NAMES = readdirSync(new URL('./workloads/', import.meta.url))
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.replace('.mjs', ''));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    profile: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`npm run bench -- [WORKLOAD …] [--rounds N] [--quick] [--only NAME …] [--profile]

Measures the product beside its peers, each in turn in a process tree of its own with its own PostgreSQL and Kafka, in
interleaved rounds; medians count. Every round checks that the work was done rightly, and fails the run if not.
Writes bench/results/latest.json, the charts beside it, and the tables of docs/performance.md.

  WORKLOAD    ${NAMES.join(', ')} (all)
  --rounds N  how often each is measured (3)
  --quick     small sizes, in minutes; nothing is written
  --only NAME only these contenders ("ours", a peer's name); nothing is written
  --profile   ours once, with a CPU profile and PostgreSQL's own statistics; nothing is written
`);
  process.exit(0);
}
process.exitCode = await main().catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`);
  return 1;
});

async function main() {
  const names = positionals.length > 0 ? positionals : NAMES;
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0)
    throw new Error(`没有这个负载 / no such workload: ${unknown.join(', ')} (${NAMES.join(', ')})`);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds N: N ≥ 1');
  await ensureInstalled();
  await installPeers();
  const workloads = await Promise.all(
    names.map(async (name) => (await import(`./workloads/${name}.mjs`)).workload),
  );
  const missing = missingPrograms(workloads);
  if (missing.length > 0) throw new Error(`请先安装 / install first: ${missing.join(', ')}`);
  for (const workload of workloads) {
    const size = workload.sizes[values.quick ? 'quick' : 'full'];
    if (values.profile) {
      await profileOurs(workload, size);
      continue;
    }
    say(`${workload.name}:${rounds} 轮…`, `${workload.name}: ${rounds} rounds …`);
    const measured = await runRounds(workload, size, { rounds, only: values.only });
    const rows = summarise(workload, measured);
    process.stdout.write(`\n${tableOf(workload, rows)}\n`);
    if (!values.quick && !values.only) await writeResults(workload, rows, measured, size);
  }
  return 0;
}
