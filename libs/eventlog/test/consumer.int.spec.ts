import { randomUUIDv7 } from 'node:crypto';
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import { jest } from '@jest/globals';
import { waitUntil } from '#testing/wait-until.js';
import { Logger } from '@nestjs/common';
import type { Admin, Producer } from 'kafkajs';
import { createConsumer, type EventConsumer } from '../src/consumer.js';
import { DeadLetters } from '../src/dead-letters.js';
import type { EventHandlers } from '../src/handle-records.js';
import { kafkaClient } from '../src/kafka-client.js';
import type { LogRecord } from '../src/read-message.js';
import type { Shell } from '../src/shell.js';
import { createTopics } from '../src/topics.js';
import { markOf, noteReceived, record, SCHEMA, type Tally, type TallyStore, tallyStore } from './tally.js';

const PARTITIONS = 8;
const [NETWORK_EXCEPTION, UNKNOWN_MEMBER_ID] = [13, 25];
Logger.overrideLogger(false);

jest.setTimeout(90_000);

describe('the consumer', () => {
  let store: TallyStore;
  let producer: Producer;
  let consumer: EventConsumer;
  let shell: Shell<Tally, object>;
  let deadLetters: DeadLetters;
  let broken = false;
  let groupId: string;
  const handlers: EventHandlers = new Map([
    [
      'RequestSupplemented',
      (event) => {
        if (broken && markOf(event.body).startsWith('bug')) throw new Error('a bug');
        return noteReceived(event);
      },
    ],
  ]);

  beforeAll(async () => {
    store = await tallyStore();
    const { brokers, pool, topic, prefix } = store;
    await createTopics(brokers, prefix, PARTITIONS);
    producer = kafkaClient({ brokers }, 'writer').producer();
    await producer.connect();
    shell = store.shell();
    groupId = `${prefix}tally`;
    deadLetters = new DeadLetters({ schema: SCHEMA, pool, shell, handlers });
    consumer = createConsumer({
      brokers,
      groupId,
      topic,
      partitions: PARTITIONS,
      schema: SCHEMA,
      pool,
      shell,
      handlers,
      leftAfterMs: 4_000,
    });
    consumer.start();
  });
  afterAll(async () => {
    await consumer.stop();
    await producer.disconnect();
    await store.database.drop();
  });

  const produce = async (...records: LogRecord[]): Promise<void> => {
    await producer.send({
      topic: store.topic,
      messages: records.map(({ key, value, headers }) => ({ key, value, headers })),
    });
  };
  const noted = (id: string, ...marks: string[]) =>
    waitUntil(async () => (await store.marks(id))?.join() === marks.join(), {
      what: `${marks.join()} of ${id}`,
    });
  const parked = (id: string) => store.count('dead_letter', `request_id = '${id}' and state = 'parked'`);

  it('has no second effect when everything is delivered again', async () => {
    const ids = Array.from({ length: 50 }, () => randomUUIDv7());
    const records = ids.flatMap((id) => [record(id, 'a'), record(id, 'b')]);
    await produce(...records);
    await produce(...records, ...records);
    const last = randomUUIDv7();
    await Promise.all(ids.map((id) => noted(id, 'a', 'b')));
    await waitUntil(
      () => [...consumer.consumed.values()].reduce((sum, next) => sum + Number(next), 0) === 300,
    );
    await produce(record(last, 'z'));
    await noted(last, 'z');
    for (const id of ids) expect(await store.marks(id)).toEqual(['a', 'b']);
    expect(consumer.health()).toMatchObject({ connected: true, progressAgeSeconds: 0 });
  });

  it('parks each kind of poison with its cause, once, while others flow', async () => {
    const poison: [string, Partial<LogRecord>][] = [
      ['broken_json', { value: Buffer.from('{"requestId":') }],
      ['null_value', { value: null }],
      ['schema_mismatch', { value: Buffer.from('{"requestId":"x"}') }],
      ['unknown_version', { headers: { ce_type: 'liandong.RequestSupplemented.v9' } }],
      ['bad_header', { headers: { ce_id: 'x' } }],
      ['bad_key', { key: 'nobody' }],
      ['no_type', { headers: { ce_type: '' } }],
    ];
    const ids = poison.map(() => randomUUIDv7());
    const healthy = randomUUIDv7();
    await produce(
      ...poison.map(([, over], n) => record(ids[n] ?? '', 'p', over)),
      record(randomUUIDv7(), 'x', { headers: { ce_type: 'liandong.SomethingElse.v1' } }),
      record(randomUUIDv7(), 'x', {
        headers: { ce_type: 'liandong.RequestClosed.v1' },
        value: Buffer.from('{'),
      }),
      record(healthy, 'a'),
    );
    await noted(healthy, 'a');
    await waitUntil(async () => (await store.count('dead_letter')) === poison.length, {
      what: 'dead letters',
    });
    const letters = await deadLetters.list();
    expect(letters.map(({ cause }) => cause).toSorted()).toEqual(poison.map(([cause]) => cause).toSorted());
    for (const { id } of letters) await deadLetters.drop(id);
    expect(await deadLetters.list()).toEqual([]);
  });

  it('waits while the store refuses what is asked of it, and parks nothing', async () => {
    const { pool } = store.database;
    const id = randomUUIDv7();
    await pool.query(`alter table ${SCHEMA}.inbox rename to inbox_away`);
    try {
      await produce(record(id, 'a'), record(id, 'b'));
      await waitUntil(() => shell.storeFault === '42P01', { what: 'the refusal' });
    } finally {
      await pool.query(`alter table ${SCHEMA}.inbox_away rename to inbox`);
    }
    await noted(id, 'a', 'b');
    expect(await store.count('dead_letter', `request_id = '${id}'`)).toBe(0);
    expect(shell.storeFault).toBeUndefined();
  });

  it('lets later events of a poisoned request wait, and a redrive heals it in order', async () => {
    const sick = randomUUIDv7();
    const healthy = randomUUIDv7();
    broken = true;
    await produce(record(sick, 'a'), record(sick, 'bug'), record(sick, 'c'), record(healthy, 'a'));
    await produce(record(sick, 'd'));
    await noted(healthy, 'a');
    await waitUntil(async () => (await parked(sick)) === 3, { what: 'three parked' });
    expect(await store.marks(sick)).toEqual(['a']);
    const [head, ...behind] = await deadLetters.list();
    expect(head).toMatchObject({
      cause: 'handler_failed',
      detail: 'a bug',
      waitingBehind: null,
      requestId: sick,
    });
    expect(behind.map(({ waitingBehind }) => waitingBehind)).toEqual([head?.id, head?.id]);

    expect(await deadLetters.redrive(head?.id ?? '')).toMatchObject({
      handled: 0,
      stoppedBy: { id: head?.id },
    });
    expect(await parked(sick)).toBe(3);

    broken = false;
    expect(await deadLetters.redrive(behind[0]?.id ?? '')).toEqual({ handled: 3 });
    expect(await store.marks(sick)).toEqual(['a', 'bug', 'c', 'd']);
    expect(await parked(sick)).toBe(0);
    await produce(record(sick, 'e'));
    await noted(sick, 'a', 'bug', 'c', 'd', 'e');
  });

  it('lists what is parked in the order of the log, also what is parked within a millisecond', async () => {
    const sick = randomUUIDv7();
    broken = true;
    await produce(...Array.from({ length: 60 }, () => record(sick, 'bug')));
    await waitUntil(async () => (await parked(sick)) === 60, { what: 'sixty parked' });
    const offsets = (await deadLetters.list({ limit: 200 })).map((letter) => Number(letter.record.offset));
    expect(offsets).toHaveLength(60);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    broken = false;
    const [head] = await deadLetters.list({ limit: 1 });
    expect(await deadLetters.redrive(head?.id ?? '')).toEqual({ handled: 60 });
  });

  it('frees those behind when the head is dropped, and a second fault becomes the next head', async () => {
    const sick = randomUUIDv7();
    broken = true;
    const first = record(sick, 'bug1');
    await produce(first, record(sick, 'b'), record(sick, 'bug2'), record(sick, 'd'));
    await waitUntil(async () => (await parked(sick)) === 4, { what: 'four parked' });
    const [head] = await deadLetters.list();
    const dropped = await deadLetters.drop(head?.id ?? '');
    expect(dropped).toMatchObject({ handled: 1, stoppedBy: { cause: 'handler_failed' } });
    expect(await store.marks(sick)).toEqual(['b']);
    broken = false;
    const [next, last] = await deadLetters.list();
    expect(last?.waitingBehind).toBe(next?.id);
    expect(await deadLetters.redrive(next?.id ?? '')).toEqual({ handled: 2 });
    await produce(first, record(sick, 'e'));
    await noted(sick, 'b', 'bug2', 'd', 'e');
    expect(await deadLetters.show(head?.id ?? '')).toMatchObject({ state: 'dropped' });
    expect(await deadLetters.redrive(head?.id ?? '')).toBeUndefined();
  });

  it('leaves nobody waiting when all faults of a line are dropped at the same time', async () => {
    const sick = Array.from({ length: 12 }, () => randomUUIDv7());
    broken = true;
    await produce(
      ...sick.flatMap((id) => ['bug1', 'b', 'bug2', 'd', 'bug3', 'f'].map((mark) => record(id, mark))),
    );
    await Promise.all(
      sick.map((id) => waitUntil(async () => (await parked(id)) === 6, { what: 'six parked' })),
    );
    const faulty = () =>
      store.pool.query<{ id: string }>(
        `select id from tally.dead_letter where state = 'parked' and event_id is not null
           and convert_from(value, 'utf8') like '%bug%' and request_id = any($1)`,
        [sick],
      );
    const { rows } = await faulty();
    expect(rows).toHaveLength(36);
    await Promise.all(rows.map(({ id }) => deadLetters.drop(id)));
    expect(
      await store.count('dead_letter', `state = 'parked' and request_id = any('{${sick.join()}}')`),
    ).toBe(0);
    for (const id of sick) expect(await store.marks(id)).toEqual(['b', 'd', 'f']);
    broken = false;
  });

  it('joins anew when its client waits for ever for answers, and reads on', async () => {
    const { push } = RequestQueue.prototype;
    const deaf = new Set<RequestQueue>();
    let deafening = true;
    RequestQueue.prototype.push = function (this: RequestQueue, request) {
      if (deafening && this.clientId === groupId) deaf.add(this);
      push.call(this, deaf.has(this) ? { ...request, sendRequest: () => {} } : request);
    };
    try {
      await waitUntil(() => deaf.size > 0, { what: 'its next request' });
      deafening = false;
      const id = randomUUIDv7();
      await produce(record(id, 'a'));
      await noted(id, 'a');
    } finally {
      RequestQueue.prototype.push = push;
    }
  });

  it('joins again though joining failed when its group had struck it off, and what it commits counts', async () => {
    const admin = kafkaClient(store, 'operator').admin();
    await admin.connect();
    const id = randomUUIDv7();
    const notedAndCommitted = async (...marks: string[]): Promise<void> => {
      await produce(record(id, marks.at(-1)!));
      await noted(id, ...marks);
      await waitUntil(async () => (await behind(admin)) === 0, { what: 'all offsets committed' });
    };
    await notedAndCommitted('a');
    const memberId = async () => (await admin.describeGroups([groupId])).groups[0]!.members[0]?.memberId;
    const former = await memberId();

    const { heartbeat, joinAndSync } = ConsumerGroup.prototype;
    const faults: string[] = [];
    const failOnce = (what: string, code: number): void => {
      if (faults.includes(what)) return;
      faults.push(what);
      throw createErrorFromCode(code);
    };
    ConsumerGroup.prototype.heartbeat = async function (this: ConsumerGroup, every) {
      if (this.groupId === groupId) failOnce('heartbeat', UNKNOWN_MEMBER_ID);
      return heartbeat.call(this, every);
    };
    ConsumerGroup.prototype.joinAndSync = async function (this: ConsumerGroup) {
      if (this.groupId === groupId) failOnce('join', NETWORK_EXCEPTION);
      return joinAndSync.call(this);
    };
    try {
      await waitUntil(() => faults.length === 2, { what: 'a heartbeat refused and a failed join' });
      await waitUntil(async () => (await memberId()) !== former, { what: 'the end of its former session' });
      await notedAndCommitted('a', 'b');
    } finally {
      Object.assign(ConsumerGroup.prototype, { heartbeat, joinAndSync });
      await admin.disconnect();
    }
  });

  /** Events whose offsets are not committed. */
  async function behind(admin: Admin): Promise<number> {
    const [group] = await admin.fetchOffsets({ groupId, topics: [store.topic] });
    const committed = new Map(group!.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    const ends = await admin.fetchTopicOffsets(store.topic);
    return ends.reduce(
      (sum, { partition, high }) => sum + Number(high) - Math.max(0, committed.get(partition) ?? 0),
      0,
    );
  }
});
