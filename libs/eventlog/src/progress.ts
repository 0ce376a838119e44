import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from './activity.js';
import type { Offsets } from './log-producer.js';
import type { Relay } from './relay.js';

const instance = randomUUID();

/**
 * One process's part of the answer to "has the system settled?". It has when, of every process, outboxPending = 0,
 * inFlight = 0 and relayBusy = false, when for every partition the highest `consumed` of each service reaches the highest
 * `produced` of all, and when a second reading shows the same `instance` and `epoch` everywhere: nothing moved between.
 */
export interface Progress {
  readonly instance: string;
  readonly epoch: number;
  readonly outboxPending: number;
  readonly relayBusy: boolean;
  /** Transactions and commands begun and not ended. */
  readonly inFlight: number;
  /** Partition → offset after the last event on the log, as far as this process knows. */
  readonly produced: Record<string, number>;
  /** Partition → offset after the last event this service has handled; only partitions this process has held. */
  readonly consumed: Record<string, number>;
  /** The relay has been connected, so `produced` tells of earlier processes' events too. */
  readonly connected: boolean;
}

/** What the reader needs of the consumer; a service without one consumes nothing. */
export interface Consumption {
  readonly consumed: Offsets;
}

/** Short, so that who asks sees soon what else stands in the way. */
const LONGEST_WAIT_MS = 100;
const LOOK_AGAIN_MS = 2;

export class ProgressReader {
  /** The epoch at which nothing was in hand and the outbox was empty: until the next one it still is. */
  private emptyAt = -1;

  constructor(
    private readonly activity: Activity,
    private readonly relay: Relay,
    private readonly consumption: () => Consumption | undefined,
  ) {}

  async read(): Promise<Progress> {
    // Read before the outbox: work that begins while we count shows in the epoch of the second reading.
    const { epoch, inFlight } = this.activity;
    const pending = this.emptyAt === epoch ? 0 : (await this.relay.backlog()).pending;
    if (pending === 0 && inFlight === 0) this.emptyAt = epoch;
    return {
      instance,
      epoch,
      outboxPending: pending,
      relayBusy: this.relay.busy,
      inFlight: this.activity.inFlight,
      produced: plain(this.relay.produced),
      consumed: plain(this.consumption()?.consumed ?? new Map()),
      connected: this.relay.connected,
    };
  }

  /**
   * Answers as soon as this process has nothing in hand and has consumed as far as `reach` (partition → offset), at the latest
   * after a moment: who waits for a whole installation to come to rest asks once in place of many times.
   */
  async readAtRest(reach: Progress['produced']): Promise<Progress> {
    const until = performance.now() + LONGEST_WAIT_MS;
    for (;;) {
      const late = performance.now() > until;
      if (late || !this.restless(reach)) {
        const seen = await this.read();
        if (late || seen.outboxPending === 0) return seen;
      }
      await sleep(LOOK_AGAIN_MS);
    }
  }

  private restless(reach: Progress['produced']): boolean {
    if (this.activity.inFlight > 0 || this.relay.busy) return true;
    const consumed = this.consumption()?.consumed;
    return (
      consumed !== undefined &&
      Object.entries(reach).some(([partition, end]) => (consumed.get(Number(partition)) ?? 0n) < end)
    );
  }
}

const plain = (offsets: Offsets): Record<string, number> =>
  Object.fromEntries([...offsets].map(([partition, offset]) => [partition, Number(offset)]));
