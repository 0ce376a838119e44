// Runs on Node 24 (see simulate.mjs).
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { say, sayProgress } from '../../bin/say.mjs';
import { patchWith } from './patch-sources.mjs';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    profile: { type: 'string' },
    wave: { type: 'string' },
    mutant: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout
    .write(`npm run simulate -- [--requests N] [--seed N] [--profile NAME] [--wave N] [--mutant NAME] [--json]

Lets N requests live through all services in memory, under crashes, redelivery, delay, late writers and clocks that are wrong,
and checks every promise after every step. The services' decides are the product's own (docs/simulation.md).

  --requests N    how many (100000), in waves of 150
  --seed N        the same run again; drawn and printed where none is given
  --profile NAME  only under this profile; both in turn otherwise
  --wave N        only this wave of the run
  --mutant NAME   with one rule broken on purpose (tests/simulation/mutants)
  --json          one line of JSON instead of words; a broken promise is not shrunk

Exit code: 0 every promise held; 1 one was broken, its shortest story is told; 2 the arguments make no sense.
`);
  process.exit(0);
}
process.exitCode = await main();

async function main() {
  const { simulation } = await patchWith(values.mutant);
  const run = simulation(values);
  if ('fault' in run) {
    process.stderr.write(`${run.fault}\n`);
    return 2;
  }
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort());
  const endProgress = values.json ? () => {} : sayProgress(() => run.progress());
  while (!run.isOver && !stopped.signal.aborted) {
    run.nextWave();
    await nextTurn();
  }
  endProgress();
  if (values.json) process.stdout.write(`${JSON.stringify(run.result())}\n`);
  else if (run.isBroken) {
    say('有一条保证不成立，正在缩短经过…', 'a promise is broken; its story is being shortened');
    process.stdout.write(`${run.story()}\n`);
  }
  if (!values.json) process.stdout.write(`${run.summary()}\n`);
  return stopped.signal.aborted ? 130 : run.isBroken ? 1 : 0;
}
