import type { Consumer } from 'kafkajs';
import type { Offsets } from './log-producer.js';

/**
 * Commits offsets behind the work, one request at a time, what comes meanwhile in the next. It may be late or fail: the
 * inbox drops what is delivered again.
 */
export class OffsetCommits {
  private waiting: Offsets = new Map();
  private running: Promise<void> | undefined;

  constructor(
    private readonly consumer: Consumer,
    private readonly topic: string,
  ) {}

  add(partition: number, next: bigint): void {
    this.waiting.set(partition, next);
    this.running ??= this.run();
  }

  /** Resolves when nothing waits. */
  async flush(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    await new Promise(setImmediate);
    while (this.waiting.size > 0) {
      const offsets = [...this.waiting];
      this.waiting = new Map();
      const topic = this.topic;
      await this.consumer
        .commitOffsets(offsets.map(([partition, next]) => ({ topic, partition, offset: String(next) })))
        .catch(() => {});
    }
    this.running = undefined;
  }
}
