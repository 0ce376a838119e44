import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { Random } from '#cli/city/random.js';

/** One answer, or none: `status` 0 where nothing answered. */
export interface Call {
  /** Real, epoch ms. */
  readonly at: number;
  readonly what: string;
  readonly status: number;
  readonly ms: number;
}

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly etag: string | null;
}

/** Longer than any answer of a service that is well. */
const GIVE_UP_MS = 15_000;
const AGAIN_AFTER_MS = 200;

/** How clients call: with one key, again and again, until they have a definite answer. Keeps a record of every single call. */
export class Calls {
  readonly made: Call[] = [];
  private readonly ending = new AbortController();

  constructor(
    private readonly baseUrl: string,
    private readonly random: Random,
  ) {}

  /** Nobody tries again any more. */
  end(): void {
    this.ending.abort();
  }

  /** The first answer that is neither 5xx nor 429 nor silence; undefined where the load ended before one came. */
  async untilAnswered(
    what: string,
    method: 'GET' | 'POST',
    path: string,
    token: string,
    options: { readonly key?: string; readonly ifMatch?: string; readonly body?: object } = {},
  ): Promise<Answered | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.once(what, method, path, token, options);
      if (answer && answer.status < 500 && answer.status !== 429) return answer;
      if (this.ending.signal.aborted) return undefined;
      await sleep(AGAIN_AFTER_MS * (0.5 + this.random()) * Math.min(attempt, 5));
    }
  }

  async once(
    what: string,
    method: 'GET' | 'POST',
    path: string,
    token: string,
    { key, ifMatch, body }: { readonly key?: string; readonly ifMatch?: string; readonly body?: object } = {},
  ): Promise<Answered | undefined> {
    const at = Date.now();
    const begun = performance.now();
    const note = (status: number) => void this.made.push({ at, what, status, ms: performance.now() - begun });
    try {
      const answer = await request(this.baseUrl + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(key ? { 'idempotency-key': key } : {}),
          ...(ifMatch ? { 'if-match': ifMatch } : {}),
        },
        body: body ? JSON.stringify(body) : null,
        signal: AbortSignal.timeout(GIVE_UP_MS),
      });
      const text = await answer.body.text();
      note(answer.statusCode);
      return {
        status: answer.statusCode,
        body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
        etag: (answer.headers['etag'] as string | undefined) ?? null,
      };
    } catch {
      note(0);
      return undefined;
    }
  }
}

/** Calls of one kind in a span of time. */
export const callsBetween = (calls: readonly Call[], what: string, from = 0, to = Infinity): Call[] =>
  calls.filter((call) => call.what === what && call.at >= from && call.at < to);

/** ms; 0 for none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}
