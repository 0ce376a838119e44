import { type Consumer, Partitioners } from 'kafkajs';
import { ownBrokers, ownTopicPrefix } from '#testing/own-database.js';
import { CatchUp } from '../src/catch-up.js';
import { kafkaClient } from '../src/kafka-client.js';
import { consumerGroup, createTopics, requestsTopic } from '../src/topics.js';

const brokers = ownBrokers();
const prefix = ownTopicPrefix();
const topic = requestsTopic(prefix);
const groupId = consumerGroup(prefix, 'reader');
const kafka = kafkaClient({ brokers }, 'catch-up-spec');

let reader: Consumer;
let catchUp: CatchUp;

beforeAll(async () => {
  await createTopics(brokers, prefix, 2);
  reader = kafka.consumer({ groupId });
  await reader.connect();
  await reader.subscribe({ topic });
  await reader.run({ autoCommit: false, eachMessage: async () => {} });
  catchUp = new CatchUp({ brokers, topic, groupId });
}, 60_000);
afterAll(async () => {
  await catchUp?.onApplicationShutdown();
  await reader?.disconnect();
});

async function write(partition: number, count: number): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic, messages: Array.from({ length: count }, () => ({ partition, value: 'x' })) });
  await producer.disconnect();
}

const commit = (partition: number, offset: number): Promise<void> =>
  reader.commitOffsets([{ topic, partition, offset: String(offset) }]);

const within = (ms: number) => catchUp.reached(AbortSignal.timeout(ms));

describe('catching up', () => {
  it('is reached at once where nothing was ever written', async () => {
    expect(await within(60_000)).toBe(true);
  });

  it('is reached when the group has committed all there was at the call, in every partition', async () => {
    await write(0, 5);
    await write(1, 3);
    let reached = false;
    const waiting = within(60_000).then((value) => (reached = value));
    expect(await within(500)).toBe(false);
    await commit(0, 5);
    await commit(1, 2);
    expect(await within(500)).toBe(false);
    // Written after the call: not waited for.
    await write(0, 1);
    expect(reached).toBe(false);
    await commit(1, 3);
    expect(await waiting).toBe(true);
    expect(await within(500)).toBe(false);
    await commit(0, 6);
    expect(await within(60_000)).toBe(true);
  }, 90_000);
});
