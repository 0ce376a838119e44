import { randomBytes } from './random-bytes.js';

describe('random bytes', () => {
  it('are never given twice, over many draws', () => {
    const drawn = Array.from({ length: 2_000 }, () => randomBytes(12).toString('hex'));
    expect(new Set(drawn).size).toBe(drawn.length);
    expect(drawn.every((one) => one.length === 24 && !/^0+$/.test(one))).toBe(true);
  });

  it('belong to whoever drew them', () => {
    const mine = randomBytes(16);
    const before = mine.toString('hex');
    for (let i = 0; i < 1_000; i += 1) randomBytes(16).fill(0);
    expect(mine.toString('hex')).toBe(before);
  });

  it('are drawn at most a pool at a time', () => {
    expect(randomBytes(4_096)).toHaveLength(4_096);
    expect(() => randomBytes(4_097)).toThrow(RangeError);
  });
});
