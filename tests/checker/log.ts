import { randomBytes } from 'node:crypto';
import { Kafka, type KafkaMessage, logLevel } from 'kafkajs';

export interface LogEvent {
  readonly partition: number;
  readonly offset: string;
  /** By the broker's clock, epoch ms, where the topic is set to LogAppendTime. */
  readonly appendedAt: number;
  readonly key: string;
  readonly id: string;
  /** `RequestSubmitted`, without prefix and version. */
  readonly name: string;
  /** `intake`, `triage`, … */
  readonly source: string;
  readonly sequence: number;
  /** Domain time, epoch ms. */
  readonly time: number;
  readonly value: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Log {
  /** In the order of each partition; what is sent again stands there again. */
  readonly events: readonly LogEvent[];
  /** Records that are no event. */
  readonly unreadable: readonly { readonly partition: number; readonly offset: string }[];
}

/** Reads the topic from its beginning to its present end and sorts the events out. */
export async function readLog(brokers: readonly string[], topic: string): Promise<Log> {
  const kafka = new Kafka({ clientId: 'checker', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const events: LogEvent[] = [];
  const unreadable: { partition: number; offset: string }[] = [];
  for (const record of await readRecords(kafka, topic)) {
    const event = eventOf(record);
    if (event) events.push(event);
    else unreadable.push(record);
  }
  return { events, unreadable };
}

export type TopicRecord = KafkaMessage & { readonly partition: number };

/** Every record up to the present end, in the order of each partition. */
export async function readRecords(kafka: Kafka, topic: string): Promise<TopicRecord[]> {
  const admin = kafka.admin();
  const consumer = kafka.consumer({
    groupId: `checker-${randomBytes(6).toString('hex')}`,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
  });
  const records: TopicRecord[] = [];
  await Promise.all([admin.connect(), consumer.connect()]);
  try {
    const ends = new Map<number, bigint>();
    for (const { partition, high } of await admin.fetchTopicOffsets(topic))
      if (BigInt(high) > 0n) ends.set(partition, BigInt(high));
    if (ends.size === 0) return [];
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      void consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          const { partition } = batch;
          for (const message of batch.messages) records.push({ ...message, partition });
          if (BigInt(batch.lastOffset()) + 1n >= (ends.get(partition) ?? 0n)) ends.delete(partition);
          if (ends.size === 0) resolve();
        },
      });
    });
  } finally {
    await Promise.all([admin.disconnect(), consumer.disconnect()]);
  }
  return records;
}

function eventOf(record: TopicRecord): LogEvent | undefined {
  const { partition, offset, key, value } = record;
  const header = (name: string): string => String(record.headers?.[name] ?? '');
  const name = /^liandong\.([A-Za-z]+)\.v1$/.exec(header('ce_type'))?.[1];
  const source = /^\/liandong\/([a-z]+)$/.exec(header('ce_source'))?.[1];
  if (!name || !source || !key || !value) return undefined;
  const text = value.toString('utf8');
  try {
    return {
      ...{ partition, offset, name, source, value: text },
      appendedAt: Number(record.timestamp),
      key: key.toString('utf8'),
      id: header('ce_id'),
      sequence: Number(header('ce_sequence')),
      time: Date.parse(header('ce_time')),
      body: JSON.parse(text) as Record<string, unknown>,
    };
  } catch {
    return undefined;
  }
}
