import { randomUUID } from 'node:crypto';
import { ageOfId } from './age-of-id.js';

const madeAt = (ms: number): string => {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
};

describe('age of an id', () => {
  const now = Date.parse('2026-11-24T02:00:00Z');

  it('is read from a UUIDv7', () => {
    expect(ageOfId(madeAt(now - 1_500), now)).toBe(1_500);
    expect(ageOfId(madeAt(now + 500), now)).toBe(0);
  });

  it('is without end for other ids and for those far ahead', () => {
    expect(ageOfId(randomUUID(), now)).toBe(Infinity);
    expect(ageOfId(madeAt(now + 60_000), now)).toBe(Infinity);
  });
});
