import type { Admin } from 'kafkajs';
import type { Offsets } from './log-producer.js';

/** By partition, the offset after the last event on the topic. */
export async function endsOf(admin: Admin, topic: string): Promise<Offsets> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return new Map(partitions.map(({ partition, high }) => [partition, BigInt(high)]));
}

/** By partition, the offset after the last event the group has committed; 0 where it has none. */
export async function committedBy(admin: Admin, groupId: string, topic: string): Promise<Offsets> {
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const partitions = committed?.partitions ?? [];
  // Kafka says -1 for none.
  return new Map(
    partitions.map(({ partition, offset }) => [partition, offset === '-1' ? 0n : BigInt(offset)]),
  );
}
