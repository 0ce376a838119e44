/** A sleep that can be cut short. A wake during work is remembered for the next sleep. */
export class Wakeup {
  private pending = false;
  private ring: (() => void) | undefined;
  private cut: (() => void) | undefined;
  private ended = false;

  wake(): void {
    this.pending = true;
    this.ring?.();
  }

  /** Until the next wake or `ms` are over. */
  async sleep(ms: number): Promise<void> {
    if (!this.pending)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.ring = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.ring = undefined;
    this.pending = false;
  }

  /** All of `ms`, whoever wakes; only `end()` cuts it short. */
  async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.cut = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.ended) this.cut();
    });
    this.cut = undefined;
  }

  /** For good: no sleep lasts any more. */
  end(): void {
    this.ended = true;
    this.cut?.();
    this.wake();
  }
}
