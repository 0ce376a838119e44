import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** Default 60 s. */
  readonly timeoutMs?: number;
  /** Default 20 ms. */
  readonly everyMs?: number;
  /** What is waited for, told when it does not come. */
  readonly what?: string;
}

/** Resolves with the condition's first truthy answer. Rejects when time is over, with the last error of the condition as its cause. */
export async function waitUntil<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 60_000, everyMs = 20, what = 'the condition' }: Patience = {},
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const end = Date.now() + timeoutMs;
  for (let cause: unknown; ; await sleep(everyMs)) {
    try {
      const answer = await condition();
      if (answer) return answer as Exclude<T, false | null | undefined | 0 | ''>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end) throw new Error(`${what} did not come within ${timeoutMs} ms`, { cause });
  }
}
