import { randomUUIDv7 } from 'node:crypto';
import { jest } from '@jest/globals';
import { type Stack } from '#local-stack/stack.js';
import { startStack } from '#local-stack/start-stack.js';
import { ownDatabase } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { Logger } from '@nestjs/common';
import { CatchUp } from '../src/catch-up.js';
import { createConsumer, type EventConsumer } from '../src/consumer.js';
import { Relay } from '../src/relay.js';
import { createTopics } from '../src/topics.js';
import { note, noteReceived, SCHEMA, type TallyStore, tallyStore } from './tally.js';

jest.setTimeout(180_000);
Logger.overrideLogger(false);

/** A broker of its own, since it is killed. The writer and the reader are two services, each with a database. */
describe('Kafka away', () => {
  let stack: Stack;
  let writer: TallyStore;
  let reader: TallyStore;
  let relay: Relay;
  let consumer: EventConsumer;
  let catchUp: CatchUp;

  beforeAll(async () => {
    stack = await startStack({ how: 'embedded', durable: false });
    writer = await tallyStore(await ownDatabase(stack.databaseUrl));
    reader = await tallyStore(await ownDatabase(stack.databaseUrl));
    const { kafkaBrokers: brokers } = stack;
    const { topic, prefix } = writer;
    await createTopics(brokers, prefix, 4);
    await stack.kafka?.kill();
    relay = new Relay({
      service: 'intake',
      schema: SCHEMA,
      topic,
      partitions: 4,
      pool: writer.pool,
      brokers,
    });
    consumer = createConsumer({
      brokers,
      groupId: `${prefix}reader`,
      topic,
      partitions: 4,
      schema: SCHEMA,
      pool: reader.pool,
      shell: reader.shell(),
      handlers: new Map([['RequestSupplemented', noteReceived]]),
    });
    catchUp = new CatchUp({ brokers, groupId: `${prefix}reader`, topic });
    relay.start();
    consumer.start();
  });
  afterAll(async () => {
    await relay?.stop();
    await consumer?.stop();
    await catchUp?.onApplicationShutdown();
    await writer?.database.drop();
    await reader?.database.drop();
    await stack?.stop();
  });

  const execute = async (id: string, ...marks: string[]): Promise<void> => {
    const shell = writer.shell({ poke: () => relay.poke() });
    for (const mark of marks)
      expect(await shell.execute({ requestId: id, decide: note(id, mark) })).toMatchObject({
        kind: 'changed',
      });
  };
  const arrived = (id: string, ...marks: string[]) =>
    waitUntil(async () => (await reader.marks(id))?.join() === marks.join(), {
      what: `${marks.join()} at the reader`,
    });

  /** That all is read is known within so many ms. */
  const caughtUp = (ms: number): Promise<boolean> => catchUp.reached(AbortSignal.timeout(ms));

  it('at boot: commands are answered, and the outbox drains when it comes', async () => {
    const id = randomUUIDv7();
    await execute(id, 'a', 'b');
    await waitUntil(async () => (await relay.backlog()).pending === 2);
    expect(relay.connected).toBe(false);
    expect(consumer.health().connected).toBe(false);
    expect(await caughtUp(500)).toBe(false);
    await stack.kafka?.restart();
    await arrived(id, 'a', 'b');
    expect(await caughtUp(60_000)).toBe(true);
  });

  it('killed later: commands are answered, nothing is lost or swapped', async () => {
    const id = randomUUIDv7();
    await execute(id, 'a');
    await arrived(id, 'a');
    await stack.kafka?.kill();
    await execute(id, 'b', 'c');
    await waitUntil(() => !relay.connected, { what: 'the relay to notice' });
    expect((await relay.backlog()).pending).toBe(2);
    expect(await caughtUp(500)).toBe(false);
    await stack.kafka?.restart();
    await execute(id, 'd');
    await arrived(id, 'a', 'b', 'c', 'd');
    expect(await caughtUp(60_000)).toBe(true);
    expect((await relay.backlog()).pending).toBe(0);
  });

  it('hanging with open connections: the outbox drains when it answers again', async () => {
    const id = randomUUIDv7();
    stack.kafka?.pause();
    await execute(id, 'a', 'b');
    await waitUntil(() => !relay.connected, { what: 'the relay to give up waiting' });
    expect((await relay.backlog()).pending).toBe(2);
    expect(await caughtUp(500)).toBe(false);
    stack.kafka?.resume();
    await arrived(id, 'a', 'b');
    expect(await caughtUp(60_000)).toBe(true);
  });
});
