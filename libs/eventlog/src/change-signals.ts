/** Wakes those who wait for a request to change in this process. */
export class ChangeSignals {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Resolves at the request's next change or after `timeoutMs`, whichever is first. */
  wait(requestId: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const waiters = this.waiting.get(requestId) ?? new Set();
      this.waiting.set(requestId, waiters);
      const wake = (): void => {
        clearTimeout(timer);
        waiters.delete(wake);
        if (waiters.size === 0 && this.waiting.get(requestId) === waiters) this.waiting.delete(requestId);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      waiters.add(wake);
    });
  }

  notify(requestIds: Iterable<string>): void {
    if (this.waiting.size === 0) return;
    for (const requestId of requestIds) for (const wake of this.waiting.get(requestId) ?? []) wake();
  }
}
