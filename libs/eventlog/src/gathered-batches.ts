import type { Batch, KafkaMessage } from 'kafkajs';
import { type LogRecord, textHeaders, textOf } from './read-message.js';

/** As many events as one transaction takes. */
const LARGEST = 500;

interface Held {
  readonly batch: Batch;
  readonly heartbeat: () => Promise<void>;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
  cursor: number;
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
 * With 48 partitions, a 4 ms transaction and 1,000 events/s that is 986 transactions in 5 s instead of 3,387.
 */
export class GatheredBatches {
  private held: Held[] = [];
  private working: Promise<void> | undefined;
  private ended: Error | undefined;
  private letGo: (() => void) | undefined;

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
      this.held.push({ batch, heartbeat, done, failed, cursor: 0 });
      this.working ??= this.work();
    });
  }

  private async work(): Promise<void> {
    // Batches of one fetch arrive in one turn of the event loop each; the first does not go alone.
    await new Promise(setImmediate);
    while (this.held.length > 0) await this.handlePart();
    this.working = undefined;
  }

  private async handlePart(): Promise<void> {
    const parts = this.take();
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
    }
  }

  /** Up to 500 records that concern somebody here, from the partitions in turn: whoever got a part goes to the end of the line. */
  private take(): Part[] {
    const parts: Part[] = [];
    let room = LARGEST;
    for (const held of this.held) {
      if (room === 0) break;
      const part = this.partOf(held, room);
      room -= part.records.length;
      parts.push(part);
    }
    this.held = [...this.held.slice(parts.length), ...parts.map(({ held }) => held)];
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
  private beatUntilEnded(): Promise<void> {
    return new Promise((resolve) => {
      this.letGo = resolve;
      void this.beat().then(resolve);
    });
  }

  /** Gives back what is in hand, takes nothing more, and resolves when the transaction under way is over. */
  async end(error: Error): Promise<void> {
    this.ended = error;
    this.letGo?.();
    for (const held of this.held) this.finish(held, () => held.failed(error));
    await this.working;
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
