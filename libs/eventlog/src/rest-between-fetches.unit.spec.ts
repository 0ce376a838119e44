import { jest } from '@jest/globals';
import { Pace } from './pace.js';
import { RestBetweenFetches } from './rest-between-fetches.js';

describe('between two fetches', () => {
  let rest: RestBetweenFetches;
  let over: string[];
  const batch = (name: string, more: boolean) =>
    void rest.after({ more }).then(() => {
      over.push(name);
    });
  beforeEach(() => {
    jest.useFakeTimers();
    rest = new RestBetweenFetches(new Pace());
    over = [];
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is a rest, from the first batch on', async () => {
    batch('first', false);
    await jest.advanceTimersByTimeAsync(9);
    batch('second', false);
    expect(over).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(over).toEqual(['first', 'second']);
    batch('of the next', false);
    await jest.advanceTimersByTimeAsync(9);
    expect(over).toHaveLength(2);
  });

  it('is none for any of its batches where the broker has more of one', async () => {
    for (const name of ['first', 'second', 'third']) batch(name, name === 'second');
    await jest.advanceTimersByTimeAsync(0);
    expect(over).toEqual(['first', 'second', 'third']);
  });
});
