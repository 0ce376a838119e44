import { randomUUID } from 'node:crypto';
import { idMadeAt } from '../../test/id-made-at.js';
import { ageOfId } from './age-of-id.js';

describe('age of an id', () => {
  const now = Date.parse('2026-11-24T02:00:00Z');

  it('is read from a UUIDv7', () => {
    expect(ageOfId(idMadeAt(now - 1_500), now)).toBe(1_500);
    expect(ageOfId(idMadeAt(now + 500), now)).toBe(0);
  });

  it('is without end for other ids and for those far ahead', () => {
    expect(ageOfId(randomUUID(), now)).toBe(Infinity);
    expect(ageOfId(idMadeAt(now + 60_000), now)).toBe(Infinity);
  });
});
