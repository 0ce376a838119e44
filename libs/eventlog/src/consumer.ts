import { Logger } from '@nestjs/common';
import type { Admin, Consumer, Kafka } from 'kafkajs';
import type { Pool } from 'pg';
import { failpoint } from './failpoint.js';
import { type Advance, GatheredBatches } from './gathered-batches.js';
import { type EventHandlers, RecordHandler } from './handle-records.js';
import { committedBy, endsOf } from './group-offsets.js';
import { type KafkaAccess, kafkaClient } from './kafka-client.js';
import type { Offsets } from './log-producer.js';
import { consumerLag, consumerProgressAge } from './metrics.js';
import { OffsetCommits } from './offset-commits.js';
import { Pace } from './pace.js';
import { RestBetweenFetches } from './rest-between-fetches.js';
import { backOff } from './retryable.js';
import type { Shell } from './shell.js';
import { within } from './within.js';
import { wordsOf } from './words-of-error.js';

/**
 * What a process that died held waits so long for another; after a restart of the broker the count begins anew. Heartbeats go on
 * while a batch is handled, so only a process that stands still is taken for dead. No broker takes less as it comes; a service
 * killed on a full machine is back after eight seconds, and then need not wait for its former self.
 */
export const SESSION_MS = 6_000;
/** A member is let finish its transaction before the partitions are dealt out anew. */
const REBALANCE_MS = 30_000;
const HEARTBEAT_MS = 2_000;
const LAG_EVERY_MS = 5_000;
/** Fetches are answered twice a second and heartbeats every two; a broker silent for so long is away, whatever the connection says. */
const SILENT_MS = 10_000;
/**
 * A consumer that has heard nothing for so long is left, and a new one joins: whatever it waits for, it neither crashes nor reads.
 * Longer than any rebalance lasts.
 */
const LEFT_AFTER_MS = 60_000;
/** Goodbyes to a broker that does not answer are cut short. */
const GOODBYE_MS = 3_000;
/**
 * A second each: long enough to outlive a broker's restart as the same member (0.2 s after it is back; a new member would
 * wait until the old one's session is over). What still fails ends in CRASH, and a new consumer.
 */
const CONSUMER_RETRIES = 60;

export interface ConsumerOptions extends KafkaAccess {
  readonly groupId: string;
  readonly topic: string;
  readonly partitions: number;
  readonly schema: string;
  readonly pool: Pool;
  readonly shell: Shell;
  readonly handlers: EventHandlers;
  /** After so long without an answer of the broker the consumer is left for a new one; 60 s. */
  readonly leftAfterMs?: number;
}

export interface ConsumerHealth {
  /** A member of the group, with partitions or waiting for some. */
  readonly connected: boolean;
  /** Events on the topic that are not consumed, over the partitions this process has held. */
  readonly lag: number;
  /** Since the last progress, while `lag` > 0; otherwise 0. */
  readonly progressAgeSeconds: number;
}

/** One service's reader of the log. Neither broker nor store need be there: it goes on trying until it is stopped. */
export class EventConsumer {
  /** By partition, the offset after the last event handled. */
  readonly consumed: Offsets = new Map();
  private readonly ends: Offsets = new Map();
  private readonly kafka: Kafka;
  private readonly records: RecordHandler;
  private readonly log = new Logger('consumer');
  private readonly stopping = new AbortController();
  private readonly pace = new Pace();
  private readonly rest = new RestBetweenFetches(this.pace);
  private running: Promise<void> | undefined;
  private connected = false;
  private lastProgress = Date.now();
  /** When the broker last answered; `performance.now()`. */
  private lastAnswer = 0;

  constructor(private readonly options: ConsumerOptions) {
    this.kafka = kafkaClient(options, options.groupId);
    this.records = new RecordHandler({ ...options, handlers: () => options.handlers });
  }

  /** Starts in the background. */
  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the transaction under way, commits the offsets and leaves the group. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  health(): ConsumerHealth {
    const lag = this.lag();
    const progressAgeSeconds = lag > 0 ? (Date.now() - this.lastProgress) / 1000 : 0;
    consumerLag.set(lag);
    consumerProgressAge.set(progressAgeSeconds);
    const silent = performance.now() - this.lastAnswer > SILENT_MS;
    return { connected: this.connected && !silent, lag, progressAgeSeconds };
  }

  private lag(): number {
    let lag = 0n;
    for (const [partition, next] of this.consumed) {
      const behind = (this.ends.get(partition) ?? 0n) - next;
      if (behind > 0n) lag += behind;
    }
    return Number(lag);
  }

  private async run(): Promise<void> {
    for (let faults = 0; !this.stopping.signal.aborted;) {
      const started = Date.now();
      try {
        await this.session();
      } catch (error) {
        if (faults === 0) this.log.warn(`the log is not read: ${wordsOf(error)}`);
      }
      this.connected = false;
      if (this.stopping.signal.aborted) break;
      faults = Date.now() - started > 60_000 ? 1 : faults + 1;
      await backOff(Math.min(faults + 3, 8), this.stopping.signal);
    }
  }

  /** From joining the group until the consumer crashes or is stopped. A crashed kafkajs consumer is not reused. */
  private async session(): Promise<void> {
    const { groupId, topic } = this.options;
    const consumer = kafkaClient(this.options, groupId, CONSUMER_RETRIES).consumer({
      groupId,
      sessionTimeout: SESSION_MS,
      rebalanceTimeout: REBALANCE_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 1_000,
        retries: CONSUMER_RETRIES,
        restartOnFailure: async () => false,
      },
    });
    const commits = new OffsetCommits(consumer, topic);
    const gathered = this.gather(commits);
    const admin = this.kafka.admin();
    const over = this.untilOver(consumer);
    const silence = this.untilSilent(admin);
    try {
      const reading = this.read(admin, consumer, gathered);
      const crash = await Promise.race([over, silence.over, reading.then(() => over)]);
      if (crash) throw crash;
    } finally {
      silence.end();
      await gathered.end(new Error('the consumer has ended'));
      const goodbye = async (): Promise<void> => {
        await commits.flush();
        await consumer.disconnect();
        await admin.disconnect();
      };
      await within(GOODBYE_MS, goodbye()).catch(() => {});
    }
  }

  private async read(admin: Admin, consumer: Consumer, gathered: GatheredBatches): Promise<void> {
    const { topic, partitions } = this.options;
    await admin.connect();
    await this.readConsumed(admin);
    await this.readEnds(admin);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: partitions,
      eachBatch: async ({ batch, heartbeat }) => {
        const rested = this.rest.after({ more: batch.offsetLag() !== '0' });
        await Promise.all([gathered.add(batch, heartbeat), rested]);
      },
    });
  }

  private gather(commits: OffsetCommits): GatheredBatches {
    return new GatheredBatches({
      heartbeatEveryMs: HEARTBEAT_MS,
      concerns: (type) => this.records.concerns(type),
      handle: (records) =>
        this.pace.round(() =>
          this.options.shell.activity.during(() => this.records.handle(records, this.stopping.signal)),
        ),
      advanced: (advances) => {
        failpoint('consumer.after-commit');
        for (const advance of advances) this.advance(advance, commits);
      },
    });
  }

  private advance({ partition, next, highWatermark }: Advance, commits: OffsetCommits): void {
    this.lastProgress = Date.now();
    if (next > (this.consumed.get(partition) ?? -1n)) this.consumed.set(partition, next);
    if (highWatermark > (this.ends.get(partition) ?? 0n)) this.ends.set(partition, highWatermark);
    commits.add(partition, next);
  }

  /** Resolves with the error of a crash, or with nothing when asked to stop. */
  private untilOver(consumer: Consumer): Promise<Error | undefined> {
    return new Promise((resolve) => {
      const answered = (): void => void (this.lastAnswer = performance.now());
      consumer.on(consumer.events.GROUP_JOIN, () => {
        answered();
        this.connected = true;
      });
      consumer.on(consumer.events.HEARTBEAT, answered);
      consumer.on(consumer.events.FETCH, answered);
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
      this.stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true });
      if (this.stopping.signal.aborted) resolve(undefined);
    });
  }

  /** Looks how far the log goes, and whether the broker still answers; resolves with an error when it has not for too long. */
  private untilSilent(admin: Admin): { over: Promise<Error>; end: () => void } {
    const { leftAfterMs = LEFT_AFTER_MS } = this.options;
    let looking: NodeJS.Timeout;
    this.lastAnswer = performance.now();
    const over = new Promise<Error>((resolve) => {
      looking = setInterval(() => {
        if (this.connected) void this.readEnds(admin).catch(() => {});
        if (performance.now() - this.lastAnswer > leftAfterMs)
          resolve(new Error('the broker has not answered'));
      }, LAG_EVERY_MS);
    });
    return { over, end: () => clearInterval(looking) };
  }

  /** What earlier processes of the group have handled counts as consumed. */
  private async readConsumed(admin: Admin): Promise<void> {
    const { groupId, topic } = this.options;
    for (const [partition, next] of await committedBy(admin, groupId, topic))
      if (next > (this.consumed.get(partition) ?? -1n)) this.consumed.set(partition, next);
  }

  private async readEnds(admin: Admin): Promise<void> {
    const before = this.lag();
    for (const [partition, end] of await endsOf(admin, this.options.topic)) this.ends.set(partition, end);
    // The age counts from when there was something to do.
    if (before === 0) this.lastProgress = Date.now();
    this.health();
  }
}

/** A consumer that is not started yet. */
export const createConsumer = (options: ConsumerOptions): EventConsumer => new EventConsumer(options);
