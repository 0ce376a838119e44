import { Kafka, logLevel } from 'kafkajs';
import type { BodyOf, EventName } from '#contracts/catalogue.js';

export type CityEvent = {
  [N in EventName]: { readonly name: N; readonly time: string; readonly body: BodyOf<N> };
}[EventName];

/** Reads the ordered log as any outside consumer may: CloudEvents in binary mode. */
export class CityLog {
  private readonly waiting: CityEvent[] = [];
  private readonly positions = new Map<number, bigint>();
  private readonly kafka: Kafka;
  private readonly consumer;
  private readonly admin;

  constructor(
    brokers: readonly string[],
    private readonly topic: string,
    group: string,
  ) {
    this.kafka = new Kafka({ clientId: 'liandong-city', brokers: [...brokers], logLevel: logLevel.NOTHING });
    this.consumer = this.kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 200,
    });
    this.admin = this.kafka.admin();
  }

  async open(): Promise<void> {
    await Promise.all([this.consumer.connect(), this.admin.connect()]);
    await this.consumer.subscribe({ topic: this.topic, fromBeginning: true });
    await this.consumer.run({
      partitionsConsumedConcurrently: 8,
      eachBatch: async ({ batch }) => {
        for (const { headers, value } of batch.messages) {
          const name = headers?.['ce_type']?.toString().split('.')[1] as EventName;
          const time = headers?.['ce_time']?.toString() ?? '';
          if (value) this.waiting.push({ name, time, body: JSON.parse(value.toString()) } as CityEvent);
        }
        this.positions.set(batch.partition, BigInt(batch.lastOffset()) + 1n);
      },
    });
  }

  /** Everything that stands on the topic now and was not handed out before, in order of each request. Throws when stopped meanwhile. */
  async catchUp(stopped?: AbortSignal): Promise<CityEvent[]> {
    const ends = await this.admin.fetchTopicOffsets(this.topic);
    const behind = () =>
      ends.some(
        ({ partition, high }) => BigInt(high) > (this.positions.get(partition) ?? 0n) && BigInt(high) > 0n,
      );
    while (behind()) {
      stopped?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return this.take();
  }

  /** What has arrived so far. */
  take(): CityEvent[] {
    return this.waiting.splice(0);
  }

  async close(): Promise<void> {
    await Promise.all([this.consumer.disconnect(), this.admin.disconnect()]);
  }
}
