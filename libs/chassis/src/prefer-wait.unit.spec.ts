import { waitWishedS } from './prefer-wait.js';

describe('how long a caller wants to wait for a change', () => {
  const known = { 'if-none-match': '"1.1.3"' };
  it.each([
    ['wait=10', 10],
    ['Wait = 10', 10],
    ['wait="10"', 10],
    ['respond-async, wait=10', 10],
    ['wait=10; foo=bar, return=minimal', 10],
    ['wait=600', 30],
    ['wait=0', 0],
    ['wait', 0],
    ['wait=soon', 0],
    ['wait=-1', 0],
    ['wait=1.5', 0],
    ['await=10', 0],
    ['', 0],
  ])('%j is %d s', (prefer, seconds) => {
    expect(waitWishedS({ ...known, prefer })).toBe(seconds);
  });

  it('is not at all without what he knows, or without the wish', () => {
    expect(waitWishedS({ prefer: 'wait=10' })).toBe(0);
    expect(waitWishedS(known)).toBe(0);
  });
});
