import { randomUUIDv7 } from 'node:crypto';
import { kafkaClient } from '../src/kafka-client.js';
import { Relay } from '../src/relay.js';
import { createTopics } from '../src/topics.js';
import { jest } from '@jest/globals';
import { waitUntil } from '#testing/wait-until.js';
import { Logger } from '@nestjs/common';
import { event, markOf, SCHEMA, type TallyStore, tallyStore } from './tally.js';

Logger.overrideLogger(false);
jest.setTimeout(90_000);
const PARTITIONS = 8;

describe('the relay', () => {
  let store: TallyStore;
  const relays: Relay[] = [];
  beforeAll(async () => {
    store = await tallyStore();
    await createTopics(store.brokers, store.prefix, PARTITIONS);
  });
  afterAll(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await store.database.drop();
  });

  const start = (partitions = PARTITIONS): Relay => {
    const { pool, brokers, topic } = store;
    const relay = new Relay({ service: 'intake', schema: SCHEMA, topic, partitions, pool, brokers });
    relays.push(relay);
    relay.start();
    return relay;
  };
  const emptied = () =>
    waitUntil(async () => (await store.count('outbox')) === 0, { what: 'an empty outbox' });

  it('keeps the order of each request, and one of two works while the other stands by and takes over', async () => {
    const first = start();
    await waitUntil(() => first.active && first.connected, { what: 'the first relay' });
    const second = start();
    const shell = store.shell({ poke: () => first.poke() });
    const ids = Array.from({ length: 20 }, () => randomUUIDv7());
    for (let n = 0; n < 10; n += 1) await shell.handle(ids.map((id) => event(id, `m${n}`)));
    await emptied();
    expect([first.active, second.active]).toEqual([true, false]);

    await first.stop();
    await waitUntil(() => second.active, { what: 'the take-over' });
    for (let n = 10; n < 20; n += 1) await store.shell().handle(ids.map((id) => event(id, `m${n}`)));
    await emptied();

    const log = await readLog(400);
    for (const id of ids) expect(log.get(id)).toEqual(Array.from({ length: 20 }, (_, n) => `m${n}`));
    expect(total(second.produced)).toBe(400);
    expect(await second.backlog()).toMatchObject({ pending: 0, oldestAgeSeconds: 0 });
  });

  it('reads ahead over several batches, and what commits late under a lower id still comes', async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    const late = randomUUIDv7();
    const client = await store.pool.connect();
    await client.query('begin');
    await client.query(
      `insert into ${SCHEMA}.outbox (topic, key, event_id, headers, value)
       select $1, $2, gen_random_uuid(), '{}', $3`,
      [store.topic, late, JSON.stringify({ text: 'late' })],
    );
    // 2,400 rows get higher ids and commit first.
    const ids = Array.from({ length: 40 }, () => randomUUIDv7());
    for (let n = 0; n < 60; n += 1) await store.shell().handle(ids.map((id) => event(id, `m${n}`)));
    const before = ids.length * 60;
    const relay = start();
    await waitUntil(() => total(relay.produced) > 400, { what: 'the first batch' });
    await client.query('commit');
    client.release();
    await emptied();
    const log = await readLog(400 + before + 1, 'reader-2');
    for (const id of ids) expect(log.get(id)).toEqual(Array.from({ length: 60 }, (_, n) => `m${n}`));
    expect(log.get(late)).toHaveLength(1);
    expect(total(relay.produced)).toBe(400 + before + 1);
  });

  it('counts what earlier processes produced', async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    const later = start();
    await waitUntil(() => later.connected, { what: 'the connection' });
    expect(total(later.produced)).toBe(2_801);
  });

  it('sends what is many times as large as the broker takes at once, in its order', async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    const [long, short] = [randomUUIDv7(), randomUUIDv7()];
    const before = 2_801;
    await store.pool.query(
      `insert into ${SCHEMA}.outbox (topic, key, event_id, headers, value)
       select $1, case when n % 10 = 0 then $3 else $2 end, gen_random_uuid(), '{}',
         json_build_object('sealed', 'k1:m' || n, 'more', repeat('诉', 20000))
       from generate_series(0, 299) as n`,
      [store.topic, long, short],
    );
    const relay = start();
    await emptied();
    const log = await readLog(before + 300, 'reader-3');
    const marks = Array.from({ length: 300 }, (_, n) => n);
    expect(log.get(short)).toEqual(marks.filter((n) => n % 10 === 0).map((n) => `m${n}`));
    expect(log.get(long)).toEqual(marks.filter((n) => n % 10 !== 0).map((n) => `m${n}`));
    expect(total(relay.produced)).toBe(before + 300);
  });

  it('writes to no partition that somebody added, until it is told of them', async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    const admin = kafkaClient(store, 'operator').admin();
    await admin.connect();
    await admin.createPartitions({ topicPartitions: [{ topic: store.topic, count: 2 * PARTITIONS }] });
    const used = async (): Promise<number[]> =>
      (await admin.fetchTopicOffsets(store.topic))
        .filter(({ high }) => high !== '0')
        .map(({ partition }) => partition);
    await waitUntil(async () => (await admin.fetchTopicOffsets(store.topic)).length === 2 * PARTITIONS, {
      what: 'the new partitions',
    });
    await createTopics(store.brokers, store.prefix, PARTITIONS);
    const write = async (): Promise<void> => {
      const ids = Array.from({ length: 60 }, () => randomUUIDv7());
      await store.shell().handle(ids.map((id) => event(id, 'm0')));
      await emptied();
    };
    start();
    await write();
    expect(Math.max(...(await used()))).toBeLessThan(PARTITIONS);

    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    start(2 * PARTITIONS);
    await write();
    expect(Math.max(...(await used()))).toBeGreaterThanOrEqual(PARTITIONS);
    await admin.disconnect();
    await expect(createTopics(store.brokers, store.prefix, 3 * PARTITIONS)).rejects.toThrow(
      '16 partitions, not 24',
    );
  });

  const total = (offsets: ReadonlyMap<number, bigint>): number =>
    [...offsets.values()].reduce((sum, offset) => sum + Number(offset), 0);

  async function readLog(expected: number, group = 'reader'): Promise<Map<string, string[]>> {
    const consumer = kafkaClient(store, 'reader').consumer({ groupId: store.prefix + group });
    const log = new Map<string, string[]>();
    let count = 0;
    await consumer.connect();
    await consumer.subscribe({ topic: store.topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const marks = log.get(String(message.key)) ?? [];
        log.set(String(message.key), [...marks, markOf(JSON.parse(String(message.value)))]);
        count += 1;
      },
    });
    await waitUntil(() => count >= expected, { what: `${expected} events` });
    await consumer.disconnect();
    return log;
  }
});
