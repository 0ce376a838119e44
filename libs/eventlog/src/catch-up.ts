import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Admin } from 'kafkajs';
import { committedBy, endsOf } from './group-offsets.js';
import { type KafkaAccess, kafkaClient } from './kafka-client.js';
import type { Offsets } from './log-producer.js';
import { within } from './within.js';
import { wordsOf } from './words-of-error.js';

/** Groups commit five times a second. */
const LOOK_EVERY_MS = 100;
/** A broker that answers does so in milliseconds; one that is away is asked again. */
const ANSWER_MS = 3_000;

export interface CatchUpOptions extends KafkaAccess {
  readonly groupId: string;
  readonly topic: string;
}

/** Somebody who waits, and the ends of the log that are to be handled: those of the first look after he came. */
interface Waiter {
  ends?: Offsets;
  readonly done: () => void;
}

/**
 * Waits until a service has handled all that was on the log, whichever of its processes reads it: the broker is asked how far the
 * log goes and how far the group has committed, once for all who wait, never while nobody does.
 */
export class CatchUp implements OnApplicationShutdown {
  private readonly waiters = new Set<Waiter>();
  private readonly log = new Logger('catch-up');
  private connecting: Promise<Admin> | undefined;
  private looking = false;

  constructor(private readonly options: CatchUpOptions) {}

  /** Whether all that was on the log at the call was handled before `over` was aborted; not known while the broker is away. */
  async reached(over: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiter: Waiter = { done: () => resolve(true) };
    const giveUp = (): void => resolve(false);
    over.addEventListener('abort', giveUp, { once: true });
    if (over.aborted) giveUp();
    this.waiters.add(waiter);
    if (!this.looking) void this.look();
    const reached = await promise;
    over.removeEventListener('abort', giveUp);
    this.waiters.delete(waiter);
    return reached;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.leave();
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiters.size > 0) {
      const waiters = [...this.waiters];
      try {
        const { ends, committed } = await within(ANSWER_MS, this.offsets());
        for (const waiter of waiters) {
          waiter.ends ??= ends;
          if (isPast(committed, waiter.ends)) waiter.done();
        }
      } catch (error) {
        this.log.debug(`how far the log is read is not known: ${wordsOf(error)}`);
        await this.leave();
      }
      await sleep(LOOK_EVERY_MS);
    }
    this.looking = false;
  }

  private async offsets(): Promise<{ ends: Offsets; committed: Offsets }> {
    const { groupId, topic } = this.options;
    const admin = await (this.connecting ??= this.connect());
    const [ends, committed] = await Promise.all([endsOf(admin, topic), committedBy(admin, groupId, topic)]);
    return { ends, committed };
  }

  private async connect(): Promise<Admin> {
    const admin = kafkaClient(this.options, this.options.groupId).admin();
    await admin.connect();
    return admin;
  }

  /** What failed is not used again. */
  private async leave(): Promise<void> {
    const { connecting } = this;
    this.connecting = undefined;
    await within(
      ANSWER_MS,
      Promise.resolve(connecting).then((admin) => admin?.disconnect()),
    ).catch(() => {});
  }
}

const isPast = (committed: Offsets, ends: Offsets): boolean =>
  [...ends].every(([partition, end]) => (committed.get(partition) ?? 0n) >= end);
