import type { Batch, KafkaMessage } from 'kafkajs';
import { type LogRecord, textHeaders, textOf } from './read-message.js';

/** As many events as one transaction takes. */
const LARGEST = 500;
const LANES_IN_BACKLOG = 2;

interface Held {
  readonly batch: Batch;
  readonly heartbeat: () => Promise<void>;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
  cursor: number;
  /** Of a transaction under way. */
  inHand: boolean;
}

interface Part {
  readonly held: Held;
  readonly records: LogRecord[];
  /** Index after the last message of this part. */
  readonly end: number;
}

/** The next offset of each partition after a part was handled. */
export type Advance = { readonly partition: number; readonly next: bigint; readonly highWatermark: bigint };

/**
 * Batches of all partitions in hand are gathered: one transaction at a time, and what arrives meanwhile shares the next.
 * With 48 partitions, a 4 ms transaction and 1,000 events/s that is 986 transactions in 5 s instead of 3,387. One that is full tells
 * of a backlog: then two go side by side, of different partitions, so that this process works at one while PostgreSQL is at the other.
 */
export class GatheredBatches {
  private held: Held[] = [];
  private readonly lanes = new Map<symbol, Promise<void>>();
  private ended: Error | undefined;
  private readonly letGo = new Set<() => void>();

  constructor(
    private readonly options: {
      /** By their type; others are passed over without being copied, and fill no transaction. */
      readonly concerns: (type: string | undefined) => boolean;
      readonly handle: (records: LogRecord[]) => Promise<void>;
      readonly advanced: (advances: Advance[]) => void;
      readonly heartbeatEveryMs: number;
    },
  ) {}

  /** Resolves when the batch's last record was handled; rejects when the group moves on without this member. */
  add(batch: Batch, heartbeat: () => Promise<void>): Promise<void> {
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((done, failed) => {
      this.held.push({ batch, heartbeat, done, failed, cursor: 0, inHand: false });
      if (this.lanes.size === 0) this.openLane();
    });
  }

  private openLane(): void {
    const lane = Symbol('lane');
    this.lanes.set(lane, this.work(lane));
  }

  private async work(lane: symbol): Promise<void> {
    // Batches of one fetch arrive in one turn of the event loop each; the first does not go alone.
    await new Promise(setImmediate);
    for (let parts = this.take(); parts.length > 0; parts = this.take()) await this.handleParts(parts);
    // In the same breath as it finds nothing: what is added next opens another.
    this.lanes.delete(lane);
  }

  private async handleParts(parts: readonly Part[]): Promise<void> {
    const beating = setInterval(() => void this.beat(), this.options.heartbeatEveryMs);
    try {
      await this.options.handle(parts.flatMap(({ records }) => records));
      this.options.advanced(parts.map(({ held, end }) => advanceOf(held.batch, end)));
      for (const { held, end } of parts) {
        held.cursor = end;
        if (end >= held.batch.messages.length) this.finish(held, () => held.done());
      }
      await this.beatUntilEnded();
    } catch (error) {
      for (const { held } of parts) this.finish(held, () => held.failed(error));
    } finally {
      clearInterval(beating);
      for (const { held } of parts) held.inHand = false;
    }
  }

  /** Up to 500 records that concern somebody here, from the partitions in turn: whoever gives a part goes to the end of the line. */
  private take(): Part[] {
    const parts: Part[] = [];
    let room = LARGEST;
    for (const held of this.held) {
      if (room === 0) break;
      if (held.inHand) continue;
      const part = this.partOf(held, room);
      room -= part.records.length;
      parts.push(part);
    }
    const taken = new Set(parts.map(({ held }) => held));
    for (const held of taken) held.inHand = true;
    this.held = [...this.held.filter((held) => !taken.has(held)), ...taken];
    if (room === 0 && this.lanes.size < LANES_IN_BACKLOG) this.openLane();
    return parts;
  }

  private partOf(held: Held, room: number): Part {
    const { batch } = held;
    const records: LogRecord[] = [];
    let end = held.cursor;
    while (end < batch.messages.length && records.length < room) {
      const message = batch.messages[end]!;
      if (this.options.concerns(textOf(message.headers?.ce_type))) records.push(recordOf(batch, message));
      end += 1;
    }
    return { held, records, end };
  }

  /** One request to the broker whatever is in hand: kafkajs shares it. A refusal gives the batches back to the group. */
  private async beat(): Promise<void> {
    const [first] = this.held;
    if (!first) return;
    try {
      await first.heartbeat();
    } catch (error) {
      for (const held of this.held) this.finish(held, () => held.failed(error));
    }
  }

  /** A broker that never answers a heartbeat holds nobody up who ends. */
  private async beatUntilEnded(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.letGo.add(resolve);
    void this.beat().then(resolve);
    await promise;
    this.letGo.delete(resolve);
  }

  /** Gives back what is in hand, takes nothing more, and resolves when the transactions under way are over. */
  async end(error: Error): Promise<void> {
    this.ended = error;
    for (const letGo of this.letGo) letGo();
    for (const held of this.held) this.finish(held, () => held.failed(error));
    for (const over of this.lanes.values()) await over;
  }

  private finish(held: Held, tell: () => void): void {
    this.held = this.held.filter((other) => other !== held);
    tell();
  }
}

const recordOf = ({ topic, partition }: Batch, message: KafkaMessage): LogRecord => ({
  topic,
  partition,
  offset: message.offset,
  key: message.key?.toString('utf8') ?? null,
  headers: textHeaders(message.headers),
  value: message.value,
});

function advanceOf(batch: Batch, end: number): Advance {
  const last =
    end >= batch.messages.length
      ? batch.lastOffset()
      : (batch.messages[end - 1]?.offset ?? batch.firstOffset());
  return {
    partition: batch.partition,
    next: BigInt(last ?? '-1') + 1n,
    highWatermark: BigInt(batch.highWatermark),
  };
}
