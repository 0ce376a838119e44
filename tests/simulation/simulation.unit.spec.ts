import { chain } from '#contracts/chain.js';
import { REACTIONS, SERVICES } from './model/services.js';
import type { Step } from './model/step.js';
import { PROFILES, townOf } from './model/town.js';
import { simulation } from './simulation.js';
import { runWave } from './wave.js';

const runs = PROFILES.flatMap((profile) => [1, 2, 3].map((seed) => ({ profile, seed: String(seed) })));

it.each(runs)('every promise holds: $profile, seed $seed', (of) => {
  const run = simulation({ ...of, requests: '450' });
  if ('fault' in run) throw new Error(run.fault);
  while (!run.isOver) run.nextWave();
  expect(run.isBroken ? run.story() : 'every promise held').toBe('every promise held');
});

it('the same seed is the same run', () => {
  const stepsOf = (seed: number): Step[] => {
    const steps: Step[] = [];
    const judge = { committed: () => {}, sent: () => {}, settled: () => {} };
    runWave(
      { town: townOf('luxi'), seed, wave: 0, requests: 40 },
      () => judge,
      (step) => steps.push(step),
    );
    return steps;
  };
  expect(stepsOf(7)).toEqual(stepsOf(7));
  expect(stepsOf(7)).not.toEqual(stepsOf(8));
});

it.each(SERVICES)('%s is wired as the chain says', (service) => {
  const named = chain.filter(({ readers }) => service === 'ledger' || readers.some((one) => one === service));
  expect([...REACTIONS[service].keys()].toSorted()).toEqual(named.map(({ event }) => event).toSorted());
});

it.each([
  [{ requests: 'many', seed: '1' }, '--requests'],
  [{ requests: '100', seed: '-1' }, '--seed'],
  [{ requests: '100', seed: '1', wave: '1' }, '--wave'],
  [{ requests: '100', seed: '1', profile: 'nowhere' }, '--profile'],
])('%j makes no sense, and is told which', (options, name) => {
  expect(simulation(options)).toMatchObject({ fault: expect.stringContaining(name) });
});
