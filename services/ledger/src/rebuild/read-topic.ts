import { randomUUID } from 'node:crypto';
import type { Batch } from 'kafkajs';
import type { Pool } from 'pg';
import type { Received } from '#contracts/catalogue.js';
import { type KafkaAccess, kafkaClient } from '#eventlog/kafka-client.js';
import { readMessage, textHeaders } from '#eventlog/read-message.js';
import { Shell } from '#eventlog/shell.js';
import { recordEvent } from '../domain/record-event.js';
import type { RequestView } from '../domain/request-view.js';
import { saveLedger } from '../persistence/save-ledger.js';

export interface TopicReading {
  readonly events: number;
  readonly unreadable: number;
  /** Resolves when all that stands on the topic now is in. Rejects if it cannot be written or read. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

interface Reading extends KafkaAccess {
  readonly pool: Pool;
  readonly topic: string;
  readonly schema: string;
  readonly dropped: ReadonlySet<string>;
  readonly onProgress?: (events: number) => void;
}

/** Reads the topic from its beginning into the schema, by a group of its own that commits no offsets. */
export async function readTopic(from: Reading): Promise<TopicReading> {
  const { pool, topic, schema } = from;
  const kafka = kafkaClient(from, 'liandong-ledger-rebuild');
  const admin = kafka.admin();
  const groupId = `${topic}.rebuild.${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 100 });
  const shell = new Shell<RequestView>({
    service: 'ledger',
    schema,
    topic,
    pool,
    clock: { now: () => 0 }, // nothing goes out, so no event gets this time
    afterSave: saveLedger(schema),
    poke: () => {},
  });
  const positions = new Map<number, bigint>();
  const state = { events: 0, unreadable: 0, fault: undefined as unknown };

  const handle = async (batch: Batch): Promise<void> => {
    const inputs = batch.messages.flatMap((message) => {
      const record = {
        topic,
        partition: batch.partition,
        offset: message.offset,
        key: message.key?.toString('utf8') ?? null,
        headers: textHeaders(message.headers),
        value: message.value,
      };
      const read = readMessage(record, () => true);
      state.events += 1;
      if (read.kind === 'poison') state.unreadable += 1;
      if (read.kind !== 'event' || from.dropped.has(read.event.id)) return [];
      const event: Received = read.event;
      return [
        {
          requestId: read.requestId,
          eventId: event.id,
          decide: (view: RequestView | undefined) => recordEvent(view, event),
        },
      ];
    });
    await shell.handle(inputs);
    positions.set(batch.partition, BigInt(batch.lastOffset()) + 1n);
    from.onProgress?.(state.events);
  };

  await Promise.all([admin.connect(), consumer.connect()]);
  consumer.on(consumer.events.CRASH, ({ payload }) => (state.fault ??= payload.error));
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 4,
    eachBatch: ({ batch }) =>
      handle(batch).catch((error: unknown) => (state.fault ??= error)) as Promise<void>,
  });
  return {
    get events() {
      return state.events;
    },
    get unreadable() {
      return state.unreadable;
    },
    async catchUp() {
      const ends = await admin.fetchTopicOffsets(topic);
      const behind = () =>
        ends.some(({ partition, high }) => BigInt(high) > (positions.get(partition) ?? 0n) && high !== '0');
      while (behind() && state.fault === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
      if (state.fault !== undefined) throw state.fault;
    },
    async close() {
      await consumer.disconnect();
      await admin.deleteGroups([groupId]).catch(() => {});
      await admin.disconnect();
    },
  };
}
