import type { Consumer } from 'kafkajs';
import type { Offsets } from './log-producer.js';
import { Wakeup } from './wakeup.js';

const AGAIN_AFTER_MS = 500;
/** Each is a write of the broker's; that a little more is delivered again after a crash costs less. */
const EVERY_MS = 200;
/** The partitions are dealt out anew: whoever gets them reads from what was committed, and commits in turn. */
const NOT_OURS = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS']);

/**
 * Commits offsets behind the work, five times a second at most, what comes meanwhile in the next. It may be late: the inbox
 * drops what is delivered again. What fails is tried again, else a topic on which nothing more happens would lag for ever.
 */
export class OffsetCommits {
  private waiting: Offsets = new Map();
  private running: Promise<void> | undefined;
  private ending = false;
  private readonly wakeup = new Wakeup();

  constructor(
    private readonly consumer: Pick<Consumer, 'commitOffsets'>,
    private readonly topic: string,
  ) {}

  add(partition: number, next: bigint): void {
    this.waiting.set(partition, next);
    this.running ??= this.run();
  }

  /** Commits what waits at once and resolves when nothing does; what fails from now on is left. */
  async flush(): Promise<void> {
    this.ending = true;
    this.wakeup.end();
    await this.running;
  }

  private async run(): Promise<void> {
    await new Promise(setImmediate);
    while (this.waiting.size > 0) {
      const offsets = this.waiting;
      this.waiting = new Map();
      const over = await this.commit(offsets);
      if (!over && this.ending) break;
      if (!over) this.waiting = new Map([...offsets, ...this.waiting]);
      await this.wakeup.pause(over ? EVERY_MS : AGAIN_AFTER_MS);
    }
    this.running = undefined;
  }

  /** Whether they need not be tried again. */
  private async commit(offsets: Offsets): Promise<boolean> {
    const { topic } = this;
    try {
      await this.consumer.commitOffsets(
        [...offsets].map(([partition, next]) => ({ topic, partition, offset: String(next) })),
      );
      return true;
    } catch (error) {
      return NOT_OURS.has((error as { type?: string }).type ?? '');
    }
  }
}
