import { TryLimit } from './try-limit.js';

it('lets so many tries through in a window, by key', () => {
  let now = 100_000;
  const limit = new TryLimit(2, 10_000, () => now);
  limit.count('a');
  expect(limit.waitFor('a')).toBe(0);
  limit.count('a');
  expect(limit.waitFor('a')).toBe(10);
  expect(limit.waitFor('b')).toBe(0);
  now += 10_000;
  expect(limit.waitFor('a')).toBe(0);
});
