import type { Batch } from 'kafkajs';
import { type LogRecord, textHeaders } from './read-message.js';

/** As many events as one transaction takes. */
const LARGEST = 500;

interface Held {
  readonly batch: Batch;
  readonly heartbeat: () => Promise<void>;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
  cursor: number;
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

  /** Up to 500 records, from the partitions in turn: whoever got a part goes to the end of the line. */
  private take(): { held: Held; records: LogRecord[]; end: number }[] {
    const parts = [];
    let room = LARGEST;
    for (const held of this.held) {
      if (room === 0) break;
      const end = Math.min(held.batch.messages.length, held.cursor + room);
      room -= end - held.cursor;
      parts.push({ held, end, records: recordsOf(held.batch, held.cursor, end) });
    }
    this.held = [...this.held.slice(parts.length), ...parts.map(({ held }) => held)];
    return parts;
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

function recordsOf({ topic, partition, messages }: Batch, from: number, end: number): LogRecord[] {
  return messages.slice(from, end).map((message) => ({
    topic,
    partition,
    offset: message.offset,
    key: message.key?.toString('utf8') ?? null,
    headers: textHeaders(message.headers),
    value: message.value,
  }));
}

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
