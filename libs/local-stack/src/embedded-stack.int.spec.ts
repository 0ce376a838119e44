import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { isGone, until } from './process-probe.js';
import { answers } from './port-answers.js';
import { startStack } from './start-stack.js';
import type { Stack } from './stack.js';

const TOPIC = 'local-stack-probe';

describe('an embedded stack', () => {
  let stack: Stack;
  let kafka: Kafka;

  beforeAll(async () => {
    stack = await startStack({ how: 'embedded', durable: false });
    kafka = new Kafka({ brokers: stack.kafkaBrokers, logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    // Waiting for leaders, kafkajs throws where a new topic is not yet known to the broker it asks.
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 2 }], waitForLeaders: false });
    await admin.disconnect();
  }, 120_000);

  afterAll(() => stack.stop(), 60_000);

  it('answers SQL on a UTF-8 database of its own with the extensions we use', async () => {
    expect(stack.how).toBe('embedded');
    const [row] = await sql(
      `SELECT current_database() AS name, pg_encoding_to_char(encoding) AS encoding, datcollate AS collation,
              current_setting('server_version') AS version, current_setting('max_connections') AS connections,
              current_setting('fsync') AS fsync
         FROM pg_database WHERE datname = current_database()`,
    );
    expect(row).toMatchObject({
      name: 'liandong',
      encoding: 'UTF8',
      collation: 'C',
      connections: '400',
      fsync: 'off',
    });
    expect(row!['version']).toMatch(/^18\./);
    for (const extension of ['pg_trgm', 'pgcrypto', 'btree_gist', 'ltree'])
      await sql(`CREATE EXTENSION ${extension}`);
    expect(await sql('SELECT count(*) > 0 AS seen FROM pg_stat_statements')).toEqual([{ seen: true }]);
  });

  it('refuses a wrong password', async () => {
    const url = new URL(stack.databaseUrl);
    url.password = 'wrong';
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toThrow('password authentication failed');
  });

  it('carries a message from a producer to a consumer', async () => {
    await send('first');
    expect(await readAll('reader-1', 1)).toEqual(['first']);
  }, 60_000);

  it('creates no topic on first use', async () => {
    const producer = kafka.producer({ retry: { retries: 1 } });
    await producer.connect();
    await expect(producer.send({ topic: 'nobody-made-this', messages: [{ value: 'x' }] })).rejects.toThrow();
    await producer.disconnect();
  }, 60_000);

  it('restarts Kafka on the same port with its data, in an orderly way and after a kill', async () => {
    const { pid, port } = stack.kafka!;
    await stack.kafka!.restart();
    expect(stack.kafka!.port).toBe(port);
    expect(stack.kafka!.pid).not.toBe(pid);
    expect(isGone(pid)).toBe(true);

    await send('second');
    await stack.kafka!.kill();
    expect(await answers(port)).toBe(false);
    await stack.kafka!.restart();
    expect(await readAll('reader-2', 2)).toEqual(['first', 'second']);
  }, 120_000);

  it('pauses and resumes Kafka', async () => {
    const producer = kafka.producer({ retry: { retries: 0 } });
    await producer.connect();
    stack.kafka!.pause();
    let sent = false;
    const sending = producer.send({ topic: TOPIC, messages: [{ value: 'third' }] }).then(() => (sent = true));
    await until(async () => (await answers(stack.kafka!.port)) && !sent);
    stack.kafka!.resume();
    await sending;
    await producer.disconnect();
    expect(await readAll('reader-3', 3)).toEqual(['first', 'second', 'third']);
  }, 60_000);

  it('restarts PostgreSQL on the same port with its data, in an orderly way and after a kill', async () => {
    await sql('CREATE TABLE kept AS SELECT 1 AS value');
    const { pid, port } = stack.postgres!;
    await stack.postgres!.restart();
    await sql('INSERT INTO kept VALUES (2)');
    await stack.postgres!.kill();
    expect(await answers(port)).toBe(false);
    await stack.postgres!.restart();
    expect(stack.postgres!.port).toBe(port);
    expect(isGone(pid)).toBe(true);
    expect(await sql('SELECT value FROM kept ORDER BY 1')).toEqual([{ value: 1 }, { value: 2 }]);
  }, 60_000);

  it('leaves no process, port or folder when stopped, even with a paused Kafka', async () => {
    const folder = dirname(stack.postgres!.logFile);
    const pids = [stack.postgres!.pid, stack.kafka!.pid];
    expect(existsSync(folder)).toBe(true);
    stack.kafka!.pause();
    await stack.stop();
    await stack.stop();
    expect(pids.map(isGone)).toEqual([true, true]);
    expect(await answers(stack.kafka!.port)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  }, 60_000);

  async function sql(text: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: stack.databaseUrl });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  async function send(value: string): Promise<void> {
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: TOPIC, messages: [{ value }] });
    await producer.disconnect();
  }

  async function readAll(groupId: string, count: number): Promise<string[]> {
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
    const seen: string[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void seen.push(String(message.value)) });
    await until(() => seen.length >= count);
    await consumer.disconnect();
    return seen.sort();
  }
});
