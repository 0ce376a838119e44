import { jest } from '@jest/globals';
import { Pace } from './pace.js';

describe('the pace of rounds', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const afterRoundOf = async (ms: number): Promise<number> => {
    const pace = new Pace();
    const round = pace.round(() => new Promise<void>((resolve) => setTimeout(resolve, ms)));
    await jest.advanceTimersByTimeAsync(ms);
    await round;
    return pace.everyMs;
  };

  it('is quick before anything was done, and while rounds are short', async () => {
    expect(new Pace().everyMs).toBe(10);
    expect(await afterRoundOf(1)).toBe(10);
  });

  it('slows with the rounds, up to ten a second', async () => {
    expect(await afterRoundOf(8)).toBe(40);
    expect(await afterRoundOf(500)).toBe(100);
  });

  it('counts a round that failed', async () => {
    const pace = new Pace();
    const failing = pace.round(async () => {
      await new Promise<void>((resolve) => setTimeout(resolve, 12));
      throw new Error('away');
    });
    const [told] = await Promise.all([Promise.allSettled([failing]), jest.advanceTimersByTimeAsync(12)]);
    expect(told).toEqual([{ status: 'rejected', reason: new Error('away') }]);
    expect(pace.everyMs).toBe(60);
  });
});
