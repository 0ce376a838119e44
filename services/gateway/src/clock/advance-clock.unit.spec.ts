import type { ServiceProgress } from '../domain/settled.js';
import { advanceClock, type ClockPort } from './advance-clock.js';
import { NotSettled } from './settle.js';

const MINUTE = 60_000;

/** Two services and a log of one partition: what falls due in the first is handled by the second some readings later. */
class FakeSystem implements ClockPort {
  time = 0;
  version = 1;
  real = 0;
  readings = 0;
  ended = false;
  away = 0;
  readonly order: string[] = [];
  private produced = 0;
  private consumed = 0;
  private fired = 0;
  private epoch = 0;

  /** @param dues due time → due times that come of it */
  constructor(
    private readonly dues: Map<number, number[]>,
    private readonly stuck = false,
  ) {}

  now = () => this.time;
  clockVersion = () => this.version;
  realNow = () => this.real;
  ending = () => this.ended;
  work = async () => void (this.epoch += 1);
  pause = async (ms: number) => void (this.real += ms);
  setTime = async (at: number) => {
    expect(at).toBeGreaterThan(this.time);
    this.time = at;
    this.version += 1;
  };

  tick = async (services: readonly string[]) => {
    expect(services).toEqual(['escalation']);
    for (const [due, later] of [...this.dues].sort(([a], [b]) => a - b)) {
      if (due > this.time) continue;
      this.order.push(`${due / MINUTE} at ${this.time / MINUTE}`);
      this.dues.delete(due);
      for (const next of later) this.dues.set(next, []);
      this.produced += 1;
      this.fired += 1;
      this.epoch += 1;
    }
  };

  progress = async (): Promise<ServiceProgress[] | string> => {
    this.readings += 1;
    this.real += 1;
    if (this.away-- > 0) return 'ledger does not answer';
    if (!this.stuck && this.consumed < this.produced && this.readings % 3 === 0) {
      this.consumed += 1;
      this.epoch += 1;
    }
    const next = this.dues.size === 0 ? null : Math.min(...this.dues.keys());
    const rest: Omit<ServiceProgress, 'service'> = {
      instance: 'i',
      epoch: this.epoch,
      outboxPending: 0,
      relayBusy: false,
      inFlight: 0,
      connected: true,
      produced: { 0: this.produced },
      consumed: { 0: this.consumed },
      dueNow: false,
      nextDueAt: null,
      fired: 0,
      clockVersion: this.version,
    };
    return [
      {
        ...rest,
        service: 'escalation',
        fired: this.fired,
        dueNow: next !== null && next <= this.time,
        nextDueAt: next === null ? null : new Date(next).toISOString(),
      },
      { ...rest, service: 'assignment' },
    ];
  };
}

const dues = (...at: [number, ...number[]][]) =>
  new Map(at.map(([due, ...later]) => [due * MINUTE, later.map((one) => one * MINUTE)]));

describe('advancing the stepped clock', () => {
  it('stops at each due time, in order, those that come of it on the way included', async () => {
    const system = new FakeSystem(dues([30], [10, 20, 40]));
    expect(await advanceClock(system, 35 * MINUTE)).toMatchObject({ now: 35 * MINUTE, steps: 3, fired: 3 });
    expect(system.order).toEqual(['10 at 10', '20 at 20', '30 at 30']);
  });

  it('ends exactly at a due time when the target is one', async () => {
    const system = new FakeSystem(dues([10], [20]));
    expect(await advanceClock(system, 10 * MINUTE)).toMatchObject({ now: 10 * MINUTE, steps: 1, fired: 1 });
  });

  it('goes to what is due next, and stays where nothing is', async () => {
    const system = new FakeSystem(dues([10], [20]));
    expect(await advanceClock(system, null)).toMatchObject({ now: 10 * MINUTE, steps: 1 });
    expect(await advanceClock(new FakeSystem(new Map()), null)).toMatchObject({ now: 0, steps: 0, fired: 0 });
  });

  it('does what is due already before it goes on', async () => {
    const system = new FakeSystem(dues([0]));
    expect(await advanceClock(system, 5 * MINUTE)).toMatchObject({ now: 5 * MINUTE, steps: 0 });
    expect(system.order).toEqual(['0 at 0']);
  });

  it('only settles when the target is now: two readings where nothing is under way', async () => {
    const system = new FakeSystem(dues([10]));
    expect(await advanceClock(system, 0)).toMatchObject({ now: 0, steps: 0, fired: 0 });
    expect(system.readings).toBe(2);
  });

  it('one reading is enough where nothing was done since a rest that is known', async () => {
    const system = new FakeSystem(dues([10]));
    const { seen } = await advanceClock(system, 5 * MINUTE);
    expect(system.readings).toBe(3);
    const next = await advanceClock(system, 6 * MINUTE, seen);
    expect(system.readings).toBe(5);
    await system.work();
    expect((await advanceClock(system, 6 * MINUTE, next.seen)).seen).not.toEqual(next.seen);
    expect(system.readings).toBe(7);
  });

  it('waits for a service that is being restarted', async () => {
    const system = new FakeSystem(dues([10]));
    system.away = 3;
    expect(await advanceClock(system, 20 * MINUTE)).toMatchObject({ now: 20 * MINUTE, steps: 1 });
  });

  it('says who does not settle and why', async () => {
    const system = new FakeSystem(dues([10]), true);
    const refused = await advanceClock(system, 20 * MINUTE).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(NotSettled);
    expect((refused as NotSettled).reasons).toEqual([
      'escalation is 1 events behind',
      'assignment is 1 events behind',
    ]);
    expect(system.real).toBeGreaterThan(120_000);
  });

  it('ends on the way when the process does', async () => {
    const system = new FakeSystem(dues([10], [20]));
    system.ended = true;
    expect(await advanceClock(system, 30 * MINUTE)).toMatchObject({ now: 0, steps: 0 });
  });
});
