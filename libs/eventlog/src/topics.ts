import { Kafka, logLevel } from 'kafkajs';
import type { KafkaSecurity } from './kafka-security.js';

/** The one topic of the chain: key = request id. */
export const requestsTopic = (prefix: string): string => `${prefix}liandong.requests.v1`;

export const consumerGroup = (prefix: string, service: string): string => `${prefix}liandong.${service}`;

/**
 * Creates the topics; safe to repeat. Kept for ever: the ledger is rebuilt from them. Rejects if no broker answers, or if a
 * topic is there with fewer partitions. Where somebody added more, these stay empty: written to, they would break the order per key.
 */
export async function createTopics(
  brokers: readonly string[],
  prefix: string,
  partitions: number,
  security: KafkaSecurity = {},
): Promise<void> {
  const admin = new Kafka({
    clientId: 'liandong-topics',
    brokers: [...brokers],
    ...security,
    logLevel: logLevel.NOTHING,
  }).admin();
  const topic = requestsTopic(prefix);
  await admin.connect();
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic,
          numPartitions: partitions,
          configEntries: [
            { name: 'retention.ms', value: '-1' },
            { name: 'max.message.bytes', value: String(1024 * 1024) },
          ],
        },
      ],
    });
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const found = topics[0]?.partitions.length ?? 0;
    if (found < partitions) throw new Error(`${topic} has ${found} partitions, not ${partitions}`);
  } finally {
    await admin.disconnect();
  }
}
