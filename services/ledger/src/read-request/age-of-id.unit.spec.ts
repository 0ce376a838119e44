import { v4, v7 } from 'uuid';
import { ageOfId } from './age-of-id.js';

describe('age of an id', () => {
  const now = Date.parse('2026-11-24T02:00:00Z');

  it('is read from a UUIDv7', () => {
    expect(ageOfId(v7({ msecs: now - 1_500 }), now)).toBe(1_500);
    expect(ageOfId(v7({ msecs: now + 500 }), now)).toBe(0);
  });

  it('is without end for other ids and for those far ahead', () => {
    expect(ageOfId(v4(), now)).toBe(Infinity);
    expect(ageOfId(v7({ msecs: now + 60_000 }), now)).toBe(Infinity);
  });
});
