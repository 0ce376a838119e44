import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { Activity } from './activity.js';
import { failpoint } from './failpoint.js';
import { type KafkaAccess, kafkaClient } from './kafka-client.js';
import { LogProducer, type Offsets } from './log-producer.js';
import { deadLettersParked, outboxOldestAge, outboxPending } from './metrics.js';
import { OutboxFloor } from './outbox-floor.js';
import { type OutboxBacklog, type OutboxMessage, OutboxStore } from './outbox-store.js';
import { Pace } from './pace.js';
import { Wakeup } from './wakeup.js';
import { wordsOf } from './words-of-error.js';

const CLAIM = 1_000;
/** Rows of other processes of the service are found by this; a relay's own are poked. */
const POLL_MS = 1_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3_000;

export interface RelayOptions extends KafkaAccess {
  readonly service: string;
  readonly schema: string;
  readonly topic: string;
  readonly partitions: number;
  readonly pool: Pool;
  readonly activity?: Activity;
}

/**
 * Moves the outbox to the log: claim, send, delete what was acknowledged. Any number may run; the one whose session holds
 * the advisory lock works, the others stand by and take over when it is gone. A row leaves the outbox only after the
 * broker's acknowledgement, so a crash anywhere sends it again, never loses it.
 */
export class Relay {
  /** Holds the lock. */
  active = false;
  /** Has rows in hand. */
  busy = false;
  private readonly store: OutboxStore;
  private readonly producer: LogProducer;
  private readonly log = new Logger('relay');
  private readonly pace = new Pace();
  private readonly wakeup = new Wakeup();
  private readonly activity: Activity;
  private running: Promise<void> | undefined;
  private stopping = false;
  private faults = 0;
  private measuredAt = 0;
  private floor = new OutboxFloor();
  /** Highest id. */
  private claimed: bigint | null = null;

  constructor(private readonly options: RelayOptions) {
    this.store = new OutboxStore(options.schema);
    this.activity = options.activity ?? new Activity();
    const kafka = kafkaClient(options, `liandong-${options.service}-relay`);
    this.producer = new LogProducer(kafka, options.topic, options.partitions);
  }

  /** By partition, the offset after the last event known to be on the log. */
  get produced(): Offsets {
    return this.producer.produced;
  }

  get connected(): boolean {
    return this.producer.connected;
  }

  /** Starts in the background; needs neither store nor broker to be there. */
  start(): void {
    this.running ??= this.run();
  }

  /** There is something in the outbox. Cheap; any number of pokes during a round make one more round. */
  poke(): void {
    this.wakeup.wake();
  }

  backlog(): Promise<OutboxBacklog> {
    return this.store.look(this.options.pool, this.floor.id);
  }

  /** Finishes the send under way and gives the lock up. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeup.end();
    await this.running;
    await this.producer.disconnect();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      let client: PoolClient | undefined;
      try {
        client = await this.options.pool.connect();
        await this.workWith(client);
      } catch (error) {
        this.tell(error);
        await this.pause();
      } finally {
        this.active = false;
        // Closed, not handed back: the session's end is what frees the lock.
        client?.release(true);
      }
    }
  }

  private async workWith(client: PoolClient): Promise<void> {
    // The server may be another one, or have been restored: what was seen before says nothing.
    this.floor = new OutboxFloor();
    this.claimed = null;
    while (!this.stopping) {
      const rested = sleep(this.pace.everyMs);
      this.active ||= await this.store.lock(client);
      if (this.active) await this.pace.round(() => this.drain(client));
      await this.measure(client);
      await rested;
      await this.wakeup.sleep(POLL_MS);
    }
  }

  private async drain(client: PoolClient): Promise<void> {
    // Before there is anything to send, so that `produced` tells of earlier processes' events.
    if (!this.producer.connected) await this.connect();
    try {
      await this.sendAll(client);
    } finally {
      this.busy = false;
    }
  }

  private async sendAll(client: PoolClient): Promise<void> {
    let ahead: Promise<OutboxMessage[]> | undefined;
    let leaving: Promise<void> = Promise.resolve();
    while (!this.stopping && this.producer.connected) {
      const rows = await (ahead ?? this.store.claim(client, CLAIM, this.floor.id));
      ahead = undefined;
      if (rows.length === 0) break;
      const ids = rows.map((row) => row.id);
      this.claimed = BigInt(ids.at(-1)!);
      this.busy = true;
      try {
        await this.activity.during(async () => {
          failpoint('relay.before-send');
          const sending = this.producer.send(rows);
          // While it is under way the batch before it leaves the outbox, and the next one is read.
          if (rows.length === CLAIM)
            ahead = settledLater(this.store.claim(client, CLAIM, this.floor.id, ids));
          await sending;
          await leaving;
          failpoint('relay.after-send');
          failpoint('relay.before-delete');
          leaving = settledLater(this.store.remove(client, ids));
          if (!ahead) await leaving;
        });
        if (this.faults > 0) this.log.log('events flow again');
        this.faults = 0;
        await this.measure(client);
      } catch (error) {
        if (this.producer.connected) throw error;
        // The broker's fault: the lock is kept. What was read ahead is read again, behind what was not sent.
        ahead = undefined;
        this.tell(error);
        await this.measure(client);
        await this.pause();
      }
      if (rows.length < CLAIM) break;
    }
    await leaving;
  }

  private async connect(): Promise<void> {
    try {
      await this.producer.connect();
    } catch (error) {
      this.tell(error);
      await this.pause();
    }
  }

  private async measure(client: PoolClient): Promise<void> {
    if (performance.now() - this.measuredAt < POLL_MS) return;
    this.measuredAt = performance.now();
    const look = await this.store.look(client, this.floor.lookFrom);
    this.floor.looked(look, this.claimed);
    outboxPending.set(look.pending);
    outboxOldestAge.set(look.oldestAgeSeconds);
    deadLettersParked.set(look.deadLetters);
  }

  private async pause(): Promise<void> {
    this.faults += 1;
    const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.faults, 10));
    // Pokes do not shorten it: a broker that is away must not be hammered by every commit.
    await this.wakeup.pause(full / 2 + (Math.random() * full) / 2);
  }

  private tell(error: unknown): void {
    if (this.faults === 0 && !this.stopping) this.log.warn(`events wait in the outbox: ${wordsOf(error)}`);
  }
}

/** Not awaited at once: its failure is that of whoever awaits it, and of nobody if nobody does. */
function settledLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
