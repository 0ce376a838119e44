import { type KafkaAccess, kafkaClient } from '#eventlog/kafka-client.js';
import { consumerGroup, requestsTopic } from '#eventlog/topics.js';
import { STORING_SERVICES } from '../storing-services.js';

/** Where each service's consumer stands: group → partition → the next offset to read. */
export type GroupOffsets = Readonly<
  Record<string, readonly { readonly partition: number; readonly offset: string }[]>
>;

export interface Log extends KafkaAccess {
  readonly topicPrefix: string;
}

export async function readOffsets(log: Log): Promise<GroupOffsets> {
  const admin = kafkaClient(log, 'liandong-backup').admin();
  await admin.connect();
  try {
    const topic = requestsTopic(log.topicPrefix);
    const offsets: Record<string, { partition: number; offset: string }[]> = {};
    for (const service of STORING_SERVICES) {
      const groupId = consumerGroup(log.topicPrefix, service);
      const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
      offsets[service] = (found?.partitions ?? [])
        // -1: nothing read yet.
        .map(({ partition, offset }) => ({ partition, offset: offset === '-1' ? '0' : offset }));
    }
    return offsets;
  } finally {
    await admin.disconnect();
  }
}

/** Rejects while a service of the group is running. */
export async function writeOffsets(log: Log, offsets: GroupOffsets): Promise<void> {
  const admin = kafkaClient(log, 'liandong-restore').admin();
  await admin.connect();
  try {
    const topic = requestsTopic(log.topicPrefix);
    for (const [service, partitions] of Object.entries(offsets))
      if (partitions.length > 0)
        await admin.setOffsets({
          groupId: consumerGroup(log.topicPrefix, service),
          topic,
          partitions: [...partitions],
        });
  } finally {
    await admin.disconnect();
  }
}
