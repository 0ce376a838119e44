import { randomUUID } from 'node:crypto';
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

/** What `progressOf` needs of the consumer; a service without one consumes nothing. */
export interface Consumption {
  readonly consumed: Offsets;
}

export async function progressOf(
  activity: Activity,
  relay: Relay,
  consumption?: Consumption,
): Promise<Progress> {
  // Read before the outbox: work that begins while we count shows in the epoch of the second reading.
  const { epoch } = activity;
  const { pending } = await relay.backlog();
  return {
    instance,
    epoch,
    outboxPending: pending,
    relayBusy: relay.busy,
    inFlight: activity.inFlight,
    produced: plain(relay.produced),
    consumed: consumption ? plain(consumption.consumed) : {},
    connected: relay.connected,
  };
}

const plain = (offsets: Offsets): Record<string, number> =>
  Object.fromEntries([...offsets].map(([partition, offset]) => [partition, Number(offset)]));
