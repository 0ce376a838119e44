import type { Kafka, PartitionerArgs, Producer } from 'kafkajs';
import murmur2 from 'kafkajs/src/producer/partitioners/default/murmur2.js';
import type { OutboxMessage } from './outbox-store.js';
import { partsThatFit, type Placed } from './parts-that-fit.js';
import { within } from './within.js';

const ACKNOWLEDGE_WITHIN_MS = 10_000;
/** kafkajs would go on for minutes with a broker that hangs. */
const GIVE_UP_AFTER_MS = 12_000;
/** With its repeats. */
const CONNECT_WITHIN_MS = 30_000;
const GOODBYE_MS = 3_000;
/** For one partition in one request: the topic takes 1 MiB (`topics.ts`). */
const MOST_BYTES = 900_000;
/** Of a record and of each of its headers, beside what they hold; rather too much. */
const [RECORD_BYTES, HEADER_BYTES] = [32, 8];

interface PlacedMessage extends OutboxMessage, Placed {}

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
      createPartitioner: () => placedAlready,
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

  /** Resolves when all in-sync replicas have every row. Sent in parts where the broker would not take them at once. */
  async send(rows: readonly OutboxMessage[]): Promise<void> {
    await this.connect();
    const placed = rows.map((row) => this.placed(row));
    try {
      for (const part of partsThatFit(placed, MOST_BYTES)) await this.sendPart(part);
    } catch (error) {
      await this.disconnect();
      throw error;
    }
  }

  /** By its key, as Kafka's own clients do. */
  private placed(row: OutboxMessage): PlacedMessage {
    const partition = (murmur2(row.key) & 0x7fffffff) % this.partitions;
    return { ...row, partition, bytes: bytesOf(row) };
  }

  private async sendPart(part: readonly PlacedMessage[]): Promise<void> {
    const sending = this.producer!.sendBatch({
      acks: -1,
      timeout: ACKNOWLEDGE_WITHIN_MS,
      topicMessages: [...Map.groupBy(part, ({ topic }) => topic)].map(([topic, own]) => ({
        topic,
        messages: own.map(({ key, headers, value, partition }) => ({ key, headers, value, partition })),
      })),
    });
    this.recordWritten(part, await within(GIVE_UP_AFTER_MS, sending));
  }

  /** The broker answers with the first offset per partition; how many went there is known. */
  private recordWritten(
    part: readonly PlacedMessage[],
    written: readonly { topicName: string; partition: number; baseOffset?: string }[],
  ): void {
    const own = part.filter(({ topic }) => topic === this.topic);
    const sent = Map.groupBy(own, ({ partition }) => partition);
    for (const { topicName, partition, baseOffset } of written)
      if (topicName === this.topic && baseOffset !== undefined)
        this.advance(partition, BigInt(baseOffset) + BigInt(sent.get(partition)?.length ?? 1));
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

const placedAlready = ({ message }: PartitionerArgs): number => message.partition!;

function bytesOf({ key, headers, value }: OutboxMessage): number {
  let bytes = RECORD_BYTES + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const name in headers)
    bytes += HEADER_BYTES + Buffer.byteLength(name) + Buffer.byteLength(headers[name]!);
  return bytes;
}
