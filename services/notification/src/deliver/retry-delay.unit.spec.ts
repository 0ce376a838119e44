import fc from 'fast-check';
import { MOST_ATTEMPTS, retryDelay } from './retry-delay.js';

describe('waiting before the next attempt', () => {
  it('grows fivefold, to an hour at most', () => {
    expect([1, 2, 3, 4, 5].map((attempt) => retryDelay(attempt, 0) / 1000)).toEqual([5, 25, 125, 625, 3_125]);
    expect(retryDelay(MOST_ATTEMPTS, 0)).toBe(3_600_000);
  });

  it('is cut by chance, by half at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST_ATTEMPTS }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, c) => {
          const whole = retryDelay(n, 0);
          const delay = retryDelay(n, c);
          return delay <= whole && delay >= Math.floor(whole / 2);
        },
      ),
    );
  });
});
