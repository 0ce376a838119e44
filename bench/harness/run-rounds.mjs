import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runContender } from './contender-process.mjs';

/**
 * Every contender once per round, in turn; the order turns by one each round, so that none is always first. Resolves with
 * `{ [contender]: [{ metrics, otherCpu }, …] }`.
 */
export async function runRounds(workload, size, { rounds, only, run = runContender }) {
  const contenders = workload.contenders.filter(({ name }) => !only || only.includes(name));
  if (contenders.length === 0) throw new Error(`no such contender of ${workload.name}: ${only?.join(', ')}`);
  const measured = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  const folder = mkdtempSync(join(tmpdir(), 'liandong-bench-'));
  try {
    for (let round = 0; round < rounds; round += 1)
      for (let turn = 0; turn < contenders.length; turn += 1) {
        const contender = contenders[(turn + round) % contenders.length];
        // Costly ones may be content with fewer rounds; the table says how many there were.
        if (round >= (contender.rounds ?? rounds)) continue;
        const result = await run(jobOf(workload, contender, size, { folder, round }));
        measured[contender.name].push(result);
        say(workload, contender, round, result);
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return measured;
}

export function jobOf(workload, { name, module, options = {} }, size, { folder, round }) {
  const own = join(folder, name.replaceAll(/[^a-z0-9]+/gi, '-'));
  mkdirSync(own, { recursive: true });
  return {
    module: new URL(`../${module}`, import.meta.url).href,
    options,
    size,
    folder: own,
    round,
    workload: workload.name,
  };
}

function say(workload, contender, round, { metrics, otherCpu }) {
  const figures = Object.entries(metrics)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
    .join(', ');
  process.stdout.write(
    `${workload.name} ${round + 1} ${contender.name}: ${figures} (others ${otherCpu ?? '?'} % of a core)\n`,
  );
}
