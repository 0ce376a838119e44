/** Wakes those who wait for a request to change in this process. */
export class ChangeSignals {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Resolves at the request's next change, or when `over` is aborted. */
  wait(requestId: string, over: AbortSignal): Promise<void> {
    if (over.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiters = this.waiting.get(requestId) ?? new Set();
      this.waiting.set(requestId, waiters);
      const wake = (): void => {
        over.removeEventListener('abort', wake);
        waiters.delete(wake);
        if (waiters.size === 0 && this.waiting.get(requestId) === waiters) this.waiting.delete(requestId);
        resolve();
      };
      over.addEventListener('abort', wake);
      waiters.add(wake);
    });
  }

  notify(requestIds: Iterable<string>): void {
    if (this.waiting.size === 0) return;
    for (const requestId of requestIds) for (const wake of this.waiting.get(requestId) ?? []) wake();
  }
}
