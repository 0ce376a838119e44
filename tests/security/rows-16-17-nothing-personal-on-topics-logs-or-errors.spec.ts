import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import pg from 'pg';
import { serviceNames } from '#chassis/config.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import type { RequestView } from '#cli/city/city-client.js';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { waitUntil } from '#testing/wait-until.js';
import { SHANGHAI, World } from '../chain/world.js';
import { liveSeededLife, submitByAddress } from './seeded-life.js';
import { SEEDS, seedsIn } from './seeds.js';

let world: World;
let kafka: Kafka;
let life: RequestView;

beforeAll(async () => {
  world = await World.start({ env: { LOG_LEVEL: 'trace' } });
  kafka = new Kafka({ clientId: 'scan', brokers: [...world.kafkaBrokers], logLevel: logLevel.NOTHING });
  life = await liveSeededLife(world);
  await submitByAddress(world);
}, 300_000);
afterAll(() => world?.stop(), 60_000);

/** Every record of every topic of this installation, from the first on. */
async function allRecords(): Promise<Map<string, KafkaMessage[]>> {
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(world.system.topicPrefix));
  const ends = new Map<string, number>();
  for (const topic of topics)
    for (const { partition, high } of await admin.fetchTopicOffsets(topic))
      if (Number(high) > 0) ends.set(`${topic}/${partition}`, Number(high));
  await admin.disconnect();
  const found = new Map<string, KafkaMessage[]>(topics.map((topic) => [topic, []]));
  const consumer = kafka.consumer({ groupId: `scan-${randomUUID()}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, partition, message }) => {
        found.get(topic)!.push(message);
        if (Number(message.offset) + 1 >= (ends.get(`${topic}/${partition}`) ?? 0))
          ends.delete(`${topic}/${partition}`);
      },
    });
    await waitUntil(() => ends.size === 0, { what: 'the ends of the topics' });
  } finally {
    await consumer.disconnect();
  }
  return found;
}

const wholeOf = ({ key, value, headers }: KafkaMessage): Buffer =>
  Buffer.concat([
    key ?? Buffer.alloc(0),
    value ?? Buffer.alloc(0),
    ...Object.entries(headers ?? {}).map(([name, header]) => Buffer.from(`${name}: ${String(header)}\n`)),
  ]);

const logsOf = (): string =>
  serviceNames.map((name) => readFileSync(world.system.services[name].logFile, 'utf8')).join('\n');

describe('topics', () => {
  it('hold nothing personal after a whole life', async () => {
    const records = await allRecords();
    const all = [...records.values()].flat();
    // It is the whole log that was read: every event of this life stands there.
    const ofLife = all.filter(({ key }) => key?.toString() === life.id);
    expect(ofLife.length).toBeGreaterThanOrEqual((await world.timeline(life.id)).length);
    expect(all.flatMap((message) => seedsIn(wholeOf(message)))).toEqual([]);
  }, 120_000);

  it('free words are the profile’s, in no event a person’s', async () => {
    const phones = /(?<!\d)1[3-9]\d{9}(?!\d)/;
    for (const messages of (await allRecords()).values())
      for (const message of messages) expect(message.value?.toString() ?? '').not.toMatch(phones);
  }, 120_000);
});

describe('what a caller is told of an error', () => {
  const resident = () => world.who(SHANGHAI, 'resident');
  it.each([
    [
      'a wrong type',
      'POST',
      '/v1/requests',
      { channel: SEEDS.name, areaCode: SEEDS.phone, text: [SEEDS.text] },
    ],
    ['an unknown field', 'POST', '/v1/requests', { [SEEDS.phone]: SEEDS.name, text: SEEDS.text }],
    [
      'a wrong phone',
      'POST',
      '/v1/requests',
      { text: SEEDS.text, contact: { name: SEEDS.name, phone: `${SEEDS.phone}x` } },
    ],
    ['broken JSON', 'POST', '/v1/requests', `{"text": "${SEEDS.text}", "phone": ${SEEDS.phone}`],
    [
      'no such request',
      'POST',
      `/v1/requests/${encodeURIComponent(SEEDS.name)}/dispute`,
      { text: SEEDS.dispute },
    ],
    ['no such route', 'GET', `/v1/nowhere/${SEEDS.phone}?q=${encodeURIComponent(SEEDS.name)}`, undefined],
    ['a wrong query', 'GET', `/v1/requests?limit=${encodeURIComponent(SEEDS.address)}`, undefined],
    ['a NUL in the text', 'POST', '/v1/requests', { channel: 'app', text: `${SEEDS.text}\u0000` }],
    ['a wrong search', 'POST', '/v1/requests/by-phone', { phone: SEEDS.name, lastFour: SEEDS.phone }],
  ])('%s', async (_, method, path, body) => {
    const answer = await fetch(world.system.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${await world.client.token(path.endsWith('by-phone') ? ADMIN : resident())}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const { instance, ...problem } = (await answer.json()) as { instance?: string };
    // The address the caller called, without its query, is named back to the caller; so is a field nobody knows.
    if (instance !== undefined) expect(instance).toBe(path.split('?')[0]);
    const told = JSON.stringify([Object.fromEntries(answer.headers), problem]);
    const own = body && typeof body === 'object' ? Object.keys(body).join() : '';
    expect(seedsIn(told).filter((seed) => !seedsIn(own).includes(seed))).toEqual([]);
  });
});

describe('what could not be handled', () => {
  it('is parked without words of its own making, and named in no log', async () => {
    const request = await world.submit(SHANGHAI, {
      text: SEEDS.text,
      contact: { name: SEEDS.name, phone: SEEDS.phone },
    });
    const producer = kafka.producer();
    await producer.connect();
    // A stranger writes to the topic what no schema allows.
    await producer.send({
      topic: `${world.system.topicPrefix}liandong.requests.v1`,
      messages: [
        JSON.stringify({ requestId: request.id, text: SEEDS.text, phone: SEEDS.phone }),
        `{"${SEEDS.name}`,
      ].map((value, at) => ({
        key: request.id,
        value,
        headers: {
          ce_specversion: '1.0',
          ce_id: randomUUID(),
          ce_type: 'liandong.RequestResolved.v1',
          ce_source: '/liandong/assignment',
          ce_time: '2026-03-02T01:00:00.000Z',
          ce_sequence: String(90 + at),
        },
      })),
    });
    await producer.disconnect();
    const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 1 });
    const parked = async (service: string) =>
      (
        await pool.query<{ about: string }>(
          `select (to_jsonb(d) - 'value')::text as about from ${service}.dead_letter d where cause <> 'waiting'`,
        )
      ).rows.map(({ about }) => about);
    await waitUntil(
      async () => (await parked('ledger')).length === 2 && (await parked('escalation')).length > 0,
      {
        what: 'both parked',
      },
    );
    for (const service of STORING_SERVICES) {
      const { rows } = await pool.query(
        `select to_jsonb(d) - 'value' as about from ${service}.dead_letter d`,
      );
      expect([service, seedsIn(JSON.stringify(rows))]).toEqual([service, []]);
      const listed = await world.client.get<{ items: { id: string }[] }>(
        `/v1/dead-letters/${service}`,
        ADMIN,
      );
      expect(seedsIn(JSON.stringify(listed.body))).toEqual([]);
      for (const { id } of listed.body.items) {
        const shown = await world.client.get<object>(`/v1/dead-letters/${service}/${id}`, ADMIN);
        expect(seedsIn(JSON.stringify(shown.body))).toEqual([]);
      }
    }
    await pool.end();
  }, 120_000);
});

describe('after all of it', () => {
  it('the logs of the seven services hold nothing personal', () => {
    const logs = logsOf();
    for (const name of serviceNames) expect(logs).toContain(`"service":"${name}"`);
    expect(seedsIn(logs)).toEqual([]);
  });

  it('nor do their metrics', async () => {
    for (const name of serviceNames) {
      const answer = await fetch(`${world.system.services[name].url}/metrics`);
      const metrics = await answer.text();
      expect(metrics).toContain('# HELP');
      expect([name, seedsIn(metrics)]).toEqual([name, []]);
      expect(metrics).not.toContain(life.id);
    }
  });

  it('a seed in any spelling would be found', () => {
    for (const value of Object.values(SEEDS)) {
      const bytes = Buffer.from(`…${value}…`);
      for (const written of [
        bytes,
        encodeURIComponent(value),
        bytes.toString('hex'),
        bytes.toString('base64'),
        Buffer.from(`x${value}…`).toString('base64'),
        Buffer.from(`xy${value}…`).toString('base64'),
      ])
        expect(seedsIn(written).length).toBeGreaterThan(0);
    }
  });
});
