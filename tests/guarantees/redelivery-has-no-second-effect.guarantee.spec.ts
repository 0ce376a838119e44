import { Kafka, logLevel, type Message } from 'kafkajs';
import pg from 'pg';
import { SHANGHAI, World } from '../chain/world.js';

/** Everything that an effect could show in; bookkeeping of the delivery itself (inbox, outbox) is left out. */
const EFFECTS = [
  'select request_id, seq, body from intake.request order by 1',
  'select request_id, seq, body from triage.request order by 1',
  'select request_id, seq, body from assignment.request order by 1',
  'select request_id, seq, body from escalation.request order by 1',
  'select request_id, seq, body from notification.request order by 1',
  'select request_id, seq, body from ledger.request order by 1',
  'select request_id, assignment_number, kind, state, due_at from escalation.deadline order by 1, 2, 3, 5',
  'select request_id, key, state, attempts from notification.notice order by 1, 2',
  'select request_id, seq from ledger.timeline_entry order by 1, 2',
];

describe('redelivery of the whole topic', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 180_000);
  afterAll(() => world?.stop(), 60_000);

  it('has no second effect', async () => {
    const body = { title: '路灯不亮', text: '门口三盏路灯坏了,请修理。' };
    const ids = [];
    for (let i = 0; i < 5; i += 1) ids.push((await world.submit(SHANGHAI, body)).id);
    await world.actAsHolder(ids[0]!, 'resolve', { text: '修好了。' });
    await world.post(ids[0]!, 'confirmation', world.who(SHANGHAI, 'resident'), { solved: true, rating: 5 });
    await world.missDeadline(ids[1]!);
    await world.settle();

    const before = await effects(world.databaseUrl);
    const again = await deliverAllAgain(world);
    expect(again).toBeGreaterThan(40);
    await world.settle();
    expect(await effects(world.databaseUrl)).toEqual(before);
    const dropped = await metric(world, 'liandong_duplicates_dropped_total');
    expect(dropped).toBeGreaterThan(again);
  }, 180_000);
});

async function effects(databaseUrl: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const found = [];
  for (const query of EFFECTS) found.push((await client.query(query)).rows);
  await client.end();
  return found;
}

/** Reads the topic to its end and writes every message once more. */
async function deliverAllAgain(world: World): Promise<number> {
  const kafka = new Kafka({ clientId: 'test', brokers: [...world.kafkaBrokers], logLevel: logLevel.NOTHING });
  const topic = `${world.system.topicPrefix}liandong.requests.v1`;
  const admin = kafka.admin();
  const consumer = kafka.consumer({ groupId: `${world.system.topicPrefix}reader`, maxWaitTimeInMs: 100 });
  const producer = kafka.producer();
  await Promise.all([admin.connect(), consumer.connect(), producer.connect()]);
  const total = (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);
  const messages: Message[] = [];
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: async ({ message: { key, value, headers } }) => {
        messages.push({ key, value, ...(headers ? { headers } : {}) });
        if (messages.length === total) resolve();
      },
    });
  });
  await producer.send({ topic, messages });
  await Promise.all([admin.disconnect(), consumer.disconnect(), producer.disconnect()]);
  return messages.length;
}

/** The sum of a counter over all services. */
async function metric(world: World, name: string): Promise<number> {
  let sum = 0;
  for (const service of Object.values(world.system.services)) {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    for (const line of text.split('\n'))
      if (line.startsWith(name)) sum += Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return sum;
}
