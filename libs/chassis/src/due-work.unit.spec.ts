import { jest } from '@jest/globals';
import { Clock } from './clock.js';
import { DueWork } from './due-work.js';

const stepped = (now: number, version = 1) => ({
  mode: 'stepped' as const,
  rate: 1,
  base: now,
  realBase: 0,
  version,
});

/** Pieces due at given times, done two at a time. */
function source(dueTimes: number[], clock: Clock) {
  const left = [...dueTimes].toSorted((a, b) => a - b);
  const seen = { runs: 0, overlapped: false, inside: 0 };
  return {
    seen,
    left,
    name: 'probe',
    nextDueAt: async () => left[0] ?? null,
    runDue: async () => {
      seen.runs += 1;
      seen.inside += 1;
      seen.overlapped ||= seen.inside > 1;
      await new Promise((resolve) => setImmediate(resolve));
      const due = left.filter((at) => at <= clock.now()).slice(0, 2);
      left.splice(0, due.length);
      seen.inside -= 1;
      return due.length;
    },
  };
}

describe('due work', () => {
  it('runs until nothing is due, and leaves what is not', async () => {
    const clock = new Clock(stepped(100));
    const work = new DueWork(clock);
    const probe = source([1, 2, 3, 100, 101], clock);
    work.register(probe);
    expect(await work.run()).toBe(4);
    expect(await work.state()).toEqual({ dueNow: false, nextDueAt: 101, fired: 4, running: false });
  });

  it('never overlaps; a run asked for during another sees all that came before it', async () => {
    const clock = new Clock(stepped(1));
    const work = new DueWork(clock);
    const probe = source([1, 5], clock);
    work.register(probe);
    const first = work.run();
    clock.set(stepped(5, 2));
    await Promise.all([first, work.run(), work.run()]);
    expect(probe.left).toEqual([]);
    expect(probe.seen.overlapped).toBe(false);
  });

  it('runs at once when the clock is set', async () => {
    const clock = new Clock(stepped(1));
    const work = new DueWork(clock);
    const probe = source([50], clock);
    work.register(probe);
    work.start();
    try {
      clock.set(stepped(50, 2));
      const until = Date.now() + 5_000;
      while (probe.left.length > 0 && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 5));
      expect(probe.left).toEqual([]);
    } finally {
      await work.stop();
    }
  });

  describe('when woken', () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    it('looks at once, then at most every 50 ms however often it is asked', async () => {
      const work = new DueWork(new Clock(stepped(1)));
      const probe = source([], new Clock(stepped(1)));
      work.register(probe);
      work.start();
      await jest.advanceTimersByTimeAsync(5);
      expect(probe.seen.runs).toBe(1);
      for (let ms = 5; ms < 190; ms += 1) {
        work.wake();
        await jest.advanceTimersByTimeAsync(1);
      }
      expect(probe.seen.runs).toBe(4);
      await work.stop();
    });

    it('does not forget what fell due while it asked when the next piece is due', async () => {
      const clock = new Clock(stepped(1));
      const work = new DueWork(clock);
      const probe = source([], clock);
      work.register({
        ...probe,
        nextDueAt: async () => {
          if (probe.seen.runs === 1) {
            work.wake();
            probe.left.push(1);
          }
          return null;
        },
      });
      work.start();
      await jest.advanceTimersByTimeAsync(60);
      expect(probe.left).toEqual([]);
      await work.stop();
    });
  });

  it('tells of a fault, lets the caller know, and goes on later', async () => {
    const clock = new Clock(stepped(1));
    const faults: string[] = [];
    const work = new DueWork(clock, (_, name) => faults.push(name));
    let broken = true;
    work.register({
      name: 'fragile',
      nextDueAt: async () => null,
      runDue: async () => {
        if (broken) throw new Error('away');
        return 0;
      },
    });
    await expect(work.run()).rejects.toThrow('away');
    broken = false;
    expect(await work.run()).toBe(0);
    expect(faults).toEqual(['fragile']);
  });
});
