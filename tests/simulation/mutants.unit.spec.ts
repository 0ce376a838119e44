import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { MUTANTS } from './mutants/all-mutants.js';
import type { SimulationResult } from './simulation.js';

const script = 'tests/simulation/run-simulation.mjs';

async function simulate(
  ...args: string[]
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output };
}

it('each breaks exactly one place, and all have their own name', () => {
  const places = MUTANTS.map(({ name, file, find }) => [
    name,
    readFileSync(file, 'utf8').split(find).length - 1,
  ]);
  expect(places.filter(([, times]) => times !== 1)).toEqual([]);
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  expect(MUTANTS.length).toBeGreaterThanOrEqual(40);
});

it.each([
  ['fencing-off', /past_assignment_changes_nothing|act_on_what_was_seen/],
  ['deadline-early-by-1-ms', /due_when_counted/],
  ['inbox-off', /once_and_in_order/],
  ['relay-by-moving-id', /order_on_the_log|nothing_is_lost/],
])('%s is caught', async (name, invariant) => {
  const { output } = await simulate('--mutant', name, '--json', '--seed', '1', '--requests', '6000');
  const result = JSON.parse(output.trim().split('\n').at(-1)!) as SimulationResult;
  expect(result.invariant).toMatch(invariant);
});

it('a broken promise is told as a short story, with the way to see it again', async () => {
  const { code, output } = await simulate('--mutant', 'lost-pause', '--seed', '1', '--requests', '6000');
  expect(output).toContain('✗ paused_clock_stands_still');
  expect(output).toMatch(
    /replay: npm run simulate -- --seed 1 --requests 6000 --wave \d+ --mutant lost-pause/,
  );
  const [, steps] = /shortened to (\d+)/.exec(output) ?? [];
  expect(Number(steps)).toBeLessThan(40);
  expect(code).toBe(1);
});
