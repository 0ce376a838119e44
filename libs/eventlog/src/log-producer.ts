import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import type { OutboxMessage } from './outbox-store.js';
import { within } from './within.js';

const ACKNOWLEDGE_WITHIN_MS = 10_000;
/** kafkajs would go on for minutes with a broker that hangs. */
const GIVE_UP_AFTER_MS = 12_000;
/** With its repeats. */
const CONNECT_WITHIN_MS = 30_000;
const GOODBYE_MS = 3_000;

/** By partition: the offset after the last record known to be on the log. */
export type Offsets = Map<number, bigint>;

/**
 * The only producer of a service. After a failed send nobody knows what the broker has written, and an idempotent producer's
 * sequence may not fit any more: it is thrown away, and the same rows are sent again by a new one, in the same order. The
 * doubles carry the same event ids and are dropped by every inbox.
 */
export class LogProducer {
  readonly produced: Offsets = new Map();
  connected = false;
  private producer: Producer | undefined;
  /** Of the send under way, by key. */
  private readonly partitionOf = new Map<string, number>();

  /** @param partitions those that are written to: more that somebody added would break the order of each request */
  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    private readonly partitions: number,
  ) {}

  /** Connects, and reads where the topic ends: what earlier processes produced counts as produced. */
  async connect(): Promise<void> {
    if (this.producer) return;
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => this.rememberingPartitioner(),
    });
    try {
      await within(CONNECT_WITHIN_MS, this.open(producer));
      this.producer = producer;
      this.connected = true;
    } catch (error) {
      await leave(producer);
      throw error;
    }
  }

  private async open(producer: Producer): Promise<void> {
    await producer.connect();
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      for (const { partition, high } of await admin.fetchTopicOffsets(this.topic))
        this.advance(partition, BigInt(high));
    } finally {
      await leave(admin);
    }
  }

  private rememberingPartitioner(): ReturnType<typeof Partitioners.DefaultPartitioner> {
    const partitioner = Partitioners.DefaultPartitioner();
    return (asked) => {
      const { partitionMetadata: all } = asked;
      const ours = () => all.filter(({ partitionId }) => partitionId < this.partitions);
      const partition = partitioner(
        all.length > this.partitions ? { ...asked, partitionMetadata: ours() } : asked,
      );
      this.partitionOf.set(String(asked.message.key), partition);
      return partition;
    };
  }

  /** Resolves when all in-sync replicas have every row. */
  async send(rows: readonly OutboxMessage[]): Promise<void> {
    await this.connect();
    const topics = [...new Set(rows.map((row) => row.topic))];
    try {
      const sending = this.producer!.sendBatch({
        acks: -1,
        timeout: ACKNOWLEDGE_WITHIN_MS,
        topicMessages: topics.map((topic) => ({
          topic,
          messages: rows
            .filter((row) => row.topic === topic)
            .map(({ key, headers, value }) => ({ key, headers, value })),
        })),
      });
      this.recordWritten(rows, await within(GIVE_UP_AFTER_MS, sending));
    } catch (error) {
      await this.disconnect();
      throw error;
    }
  }

  /** The broker answers with the first offset per partition; how many went there is known from the partitioner. */
  private recordWritten(
    rows: readonly OutboxMessage[],
    written: readonly { topicName: string; partition: number; baseOffset?: string }[],
  ): void {
    const sent = new Map<number, bigint>();
    for (const { topic, key } of rows) {
      const partition = this.partitionOf.get(key);
      if (topic === this.topic && partition !== undefined)
        sent.set(partition, (sent.get(partition) ?? 0n) + 1n);
    }
    this.partitionOf.clear();
    for (const { topicName, partition, baseOffset } of written)
      if (topicName === this.topic && baseOffset !== undefined)
        this.advance(partition, BigInt(baseOffset) + (sent.get(partition) ?? 1n));
  }

  private advance(partition: number, next: bigint): void {
    if (next > (this.produced.get(partition) ?? 0n)) this.produced.set(partition, next);
  }

  async disconnect(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    this.connected = false;
    if (producer) await leave(producer);
  }
}

/** Goodbyes to a broker that does not answer are cut short. */
async function leave(client: { disconnect(): Promise<void> }): Promise<void> {
  await within(GOODBYE_MS, client.disconnect()).catch(() => {});
}
