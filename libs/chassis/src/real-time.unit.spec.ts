import { RealTime } from './real-time.js';

const HOUR = 3_600_000;
const near = (a: number, b: number): boolean => Math.abs(a - b) < 1_000;

describe('real time', () => {
  it('is the machine’s until the database has spoken, then the database’s', () => {
    const time = new RealTime();
    expect(near(time.now(), Date.now())).toBe(true);
    const told = Date.now() - 5 * HOUR;
    time.agree(told);
    expect(near(time.now(), told)).toBe(true);
  });

  it.each([
    ['the machine’s date jumps', 0, 5 * HOUR, 0],
    ['the database’s clock jumps', 5 * HOUR, 0, 0],
    ['both were set, or the machine slept', 5 * HOUR, 5 * HOUR, 5 * HOUR],
    ['both were set back', -HOUR, -HOUR, -HOUR],
  ])('%s', (_, database, machine, moved) => {
    const time = new RealTime();
    const now = Date.now();
    time.agree(now);
    time.agree(now + database, now + machine);
    expect(near(time.now(), now + moved)).toBe(true);
  });

  it('follows a drift in small steps', () => {
    const time = new RealTime();
    const now = Date.now();
    time.agree(now);
    const before = time.now();
    time.agree(now + 900, now + 900);
    expect(time.now() - before).toBeLessThan(500);
  });
});
