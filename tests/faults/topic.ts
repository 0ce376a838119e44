import { type Admin, Kafka, logLevel, type Message, Partitioners } from 'kafkajs';
import { consumerGroup, requestsTopic } from '#eventlog/topics.js';
import type { InjectedEntry } from '../checker/journal.js';
import { readRecords } from '../checker/log.js';

const AT_ONCE = 1_000;

/** The topic, as somebody outside sees it. */
export class Topic {
  readonly name: string;
  readonly kafka: Kafka;

  constructor(
    brokers: readonly string[],
    private readonly prefix: string,
    /** Services that read it. */
    private readonly readers: readonly string[],
  ) {
    this.name = requestsTopic(prefix);
    this.kafka = new Kafka({
      clientId: 'faults',
      brokers: [...brokers],
      logLevel: logLevel.NOTHING,
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      retry: { retries: 2 },
    });
  }

  /** Records are stamped by the broker when they come, so that no service’s own clock is believed. */
  async stampByBroker(): Promise<void> {
    await this.asAdmin((admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: 2, // a topic
            name: this.name,
            configEntries: [
              { name: 'message.timestamp.type', value: 'LogAppendTime' },
              { name: 'retention.ms', value: '-1' },
              { name: 'max.message.bytes', value: String(1024 * 1024) },
            ],
          },
        ],
      }),
    );
  }

  /** Partition → end. */
  async ends(): Promise<Map<number, number>> {
    const offsets = await this.asAdmin((admin) => admin.fetchTopicOffsets(this.name));
    return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
  }

  /** How many records before `ends` each service's group has not committed yet; only those that have some. */
  async behind(ends: ReadonlyMap<number, number>): Promise<Map<string, number>> {
    return this.asAdmin(async (admin) => {
      const behind = new Map<string, number>();
      await Promise.all(
        this.readers.map(async (service) => {
          const groupId = consumerGroup(this.prefix, service);
          const [committed] = await admin.fetchOffsets({ groupId, topics: [this.name] });
          let lag = 0;
          for (const [partition, end] of ends) {
            const found = committed?.partitions.find((one) => one.partition === partition);
            lag += Math.max(0, end - Math.max(0, Number(found?.offset ?? 0)));
          }
          if (lag > 0) behind.set(service, lag);
        }),
      );
      return behind;
    });
  }

  /** Puts records on the topic; where each came to stand, in their order. */
  async put(messages: readonly Message[]): Promise<InjectedEntry[]> {
    const producer = this.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    try {
      const placed: InjectedEntry[] = [];
      for (const message of messages) {
        const [written] = await producer.send({ topic: this.name, messages: [message] });
        placed.push({ type: 'injected', partition: written!.partition, offset: String(written!.baseOffset) });
      }
      return placed;
    } finally {
      await producer.disconnect();
    }
  }

  /** Every record as it stands there now, in the order of each partition. */
  async messages(): Promise<Message[]> {
    const records = await readRecords(this.kafka, this.name);
    return records.map(({ key, value, headers }) => ({ key, value, ...(headers ? { headers } : {}) }));
  }

  /** Puts the same records there again, each `times()`; returns how many were put. */
  async putAgain(messages: readonly Message[], times: () => number): Promise<number> {
    const again = messages.flatMap((message) => Array<Message>(times()).fill(message));
    const producer = this.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    try {
      for (let at = 0; at < again.length; at += AT_ONCE)
        await producer.send({ topic: this.name, messages: again.slice(at, at + AT_ONCE) });
    } finally {
      await producer.disconnect();
    }
    return again.length;
  }

  /** Who is in the service’s group now, sorted. */
  async memberIds(service: string): Promise<string[]> {
    const { groups } = await this.asAdmin((admin) =>
      admin.describeGroups([consumerGroup(this.prefix, service)]),
    );
    return (groups[0]?.members ?? []).map(({ memberId }) => memberId).sort();
  }

  private async asAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      return await work(admin);
    } finally {
      await admin.disconnect().catch(() => {});
    }
  }
}
