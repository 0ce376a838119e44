const EVERY_MS = 5_000;

/** Lines about how far a replay has come, at most one in five seconds. */
export class ReplayProgress {
  private readonly begun: number;
  private told: number;

  constructor(
    private readonly messages: number,
    private readonly say: (text: string) => void,
    private readonly wallClock: () => number = Date.now,
  ) {
    this.begun = wallClock();
    this.told = this.begun;
  }

  /** `cityTime`: epoch ms on the replayed clock. */
  show(submitted: number, ended: number, cityTime: number): void {
    const now = this.wallClock();
    if (now - this.told < EVERY_MS) return;
    this.told = now;
    const seconds = (now - this.begun) / 1000;
    const date = new Date(cityTime + 8 * 3_600_000).toISOString().slice(0, 10);
    this.say(
      `${date}  已提交 submitted ${submitted}/${this.messages}, 已办结 ended ${ended}, ` +
        `${(submitted / seconds).toFixed(1)} 件/s, 约剩 left ${remaining(seconds, submitted + ended, 2 * this.messages)}`,
    );
  }
}

/** How long the rest will take at the pace so far, e.g. `3m20s`. */
export function remaining(seconds: number, done: number, all: number): string {
  if (done === 0) return '?';
  const left = Math.round((seconds * (all - done)) / done);
  return left < 60 ? `${left}s` : `${Math.floor(left / 60)}m${String(left % 60).padStart(2, '0')}s`;
}
