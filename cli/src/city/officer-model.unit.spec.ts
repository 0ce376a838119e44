import { planAgain, planOfficer, planResident } from './officer-model.js';
import { seededRandom } from './random.js';

const RUNGS = 4;
const TIMES = 4_000;

function shares(plan: (random: () => number) => { act: string }): Record<string, number> {
  const random = seededRandom(11);
  const counts: Record<string, number> = {};
  for (let i = 0; i < TIMES; i += 1) {
    const { act } = plan(random);
    counts[act] = (counts[act] ?? 0) + 1 / TIMES;
  }
  return counts;
}

describe('the model of officers and residents', () => {
  it('is the same for the same seed, another one for another', () => {
    const plans = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 50 }, (_, i) => [
        planOfficer(random, i % RUNGS, RUNGS),
        planResident(random),
      ]);
    };
    expect(plans(5)).toEqual(plans(5));
    expect(plans(5)).not.toEqual(plans(6));
  });

  it('solves about half on the lowest level and more on each one above', () => {
    const solves = Array.from(
      { length: RUNGS + 1 },
      (_, rung) => shares((r) => planOfficer(r, rung, RUNGS))['resolve']!,
    );
    expect(solves[0]).toBeCloseTo(0.5, 1);
    expect([...solves].sort((a, b) => a - b)).toEqual(solves);
    expect(solves.at(-1)).toBeLessThan(1);
  });

  it('lets every kind of act happen, each within the time given', () => {
    expect(Object.keys(shares((r) => planOfficer(r, 0, RUNGS))).sort()).toEqual([
      'forget',
      'help',
      'ignore',
      'resolve',
    ]);
    const random = seededRandom(2);
    for (let i = 0; i < TIMES; i += 1) {
      const plan = planOfficer(random, 0, RUNGS);
      if (plan.act !== 'ignore') expect(plan.acceptAt).toBeLessThan(1.1);
      if (plan.act === 'resolve') expect(plan.resolveAt).toBeLessThan(1);
      if (plan.act === 'help') expect(plan.helpAt).toBeLessThan(1);
    }
  });

  it('mostly answers once reminded, and never hands up what it forgot', () => {
    const again = shares(planAgain);
    expect(again['resolve']).toBeCloseTo(0.8, 1);
    expect(Object.keys(again).sort()).toEqual(['ignore', 'resolve']);
  });

  it('rates only what it confirms', () => {
    const random = seededRandom(1);
    for (let i = 0; i < 200; i += 1) {
      const { act, rating } = planResident(random);
      expect(act === 'confirm' ? rating >= 3 && rating <= 5 : rating === 0).toBe(true);
    }
  });
});
