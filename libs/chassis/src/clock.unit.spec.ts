import fc from 'fast-check';
import { Clock, type ClockSetting, timeUnder } from './clock.js';

const base = Date.parse('2026-03-02T01:00:00.000Z');
const setting = (change: Partial<ClockSetting>): ClockSetting => ({
  mode: 'stepped',
  rate: 1,
  base,
  realBase: 1_000,
  version: 1,
  ...change,
});

describe('time under a setting', () => {
  it('is real time on the real clock', () => {
    expect(timeUnder(setting({ mode: 'real' }), 123)).toBe(123);
  });
  it('stands still when stepped', () => {
    expect(timeUnder(setting({}), 99_999)).toBe(base);
  });
  it('runs at its rate', () => {
    expect(timeUnder(setting({ mode: 'running', rate: 3_600 }), 2_000)).toBe(base + 3_600_000);
  });
  it('never runs backwards, and never before its base', () => {
    const real = fc.integer({ min: 0, max: 1e9 });
    const property = fc.property(
      real,
      real,
      fc.double({ min: 0.001, max: 1e5, noNaN: true }),
      (a, b, rate) => {
        const running = setting({ mode: 'running', rate });
        const [first, second] = [Math.min(a, b), Math.max(a, b)].map((now) => timeUnder(running, now));
        expect(first!).toBeGreaterThanOrEqual(base);
        expect(second!).toBeGreaterThanOrEqual(first!);
      },
    );
    fc.assert(property);
  });
});

describe('the clock', () => {
  it('is real until it is set', () => {
    const clock = new Clock();
    expect(clock.mode).toBe('real');
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(10_000);
  });
  it('ignores an older setting and tells of a newer one', () => {
    const clock = new Clock();
    let changes = 0;
    const end = clock.onChange(() => (changes += 1));
    expect(clock.set(setting({ version: 2 }))).toBe(true);
    expect(clock.set(setting({ version: 2, base: 0 }))).toBe(false);
    expect(clock.set(setting({ version: 1, base: 0 }))).toBe(false);
    expect(clock.nowInstant()).toBe('2026-03-02T01:00:00.000Z');
    end();
    clock.set(setting({ version: 3 }));
    expect(changes).toBe(1);
  });
});
