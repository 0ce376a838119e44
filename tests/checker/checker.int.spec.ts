import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { requestsTopic } from '#eventlog/topics.js';
import { ownTopicPrefix } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { City } from '../faults/city.js';
import { playRow } from '../faults/play-row.js';
import type { Row } from '../faults/row.js';
import { BREACHES } from './evidence.js';
import { judge, type Judged } from './judge.js';
import type { JournalEntry } from './journal.js';
import { readRecords, type TopicRecord } from './log.js';
import { type Plant, PLANTS } from './plants.js';

/** Nothing goes wrong: what the checker must find clean. */
const quiet: Row = {
  number: 0,
  title: 'an ordinary time',
  about: '',
  seconds: 8,
  recoversWithin: 60,
  play: async (scene) => {
    await scene.pass(scene.seconds);
    return { injected: { count: 1, what: 'nothing' } };
  },
};

describe('the checker', () => {
  let city: City;
  let brokers: readonly string[];
  let template: string;
  let records: TopicRecord[];
  let journal: JournalEntry[];
  let clean: Judged;
  const folder = mkdtempSync(join(tmpdir(), 'liandong-checker-'));

  beforeAll(async () => {
    city = await City.start({});
    clean = (await playRow(quiet, city, { seed: 1, seconds: quiet.seconds, rate: 8 })).judged;
    ({ brokers } = city);
    journal = [...city.journal.entries];
    records = await readRecords(kafka(), city.topic.name);
    // Copied from while nobody is connected.
    await Promise.all(Object.values(city.system.services).map((service) => service.stop()));
    template = new URL(city.databaseUrl).pathname.slice(1);
  }, 240_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await city?.stop();
  }, 60_000);

  const kafka = () => new Kafka({ clientId: 'planter', brokers: [...brokers], logLevel: logLevel.NOTHING });

  it('finds an ordinary time clean, and saw what there was to see', () => {
    expect(clean.breaches).toEqual([]);
    expect(clean.requests).toBeGreaterThan(30);
    expect(clean.acts).toBeGreaterThan(5);
    expect(clean.lateness.fired).toBeGreaterThan(5);
  });

  it.each(PLANTS)(
    '$what: $kind',
    async ({ kind, sql, log, journal: told }) => {
      const found = await inCopies(sql, log, async (databaseUrl, topicPrefix) =>
        judge({
          ...{ databaseUrl, topicPrefix, brokers },
          journal: told ? told(structuredClone(journal), records) : journal,
        }),
      );
      expect(found.counts[kind]).toBeGreaterThan(0);
      expect(found.clean).toBe(false);
    },
    60_000,
  );

  it('is a program: words or JSON, and an exit code', async () => {
    const file = join(folder, 'journal.jsonl');
    city.journal.save(file);
    const run = (prefix: string, url: string, ...more: string[]) =>
      checker(
        '--journal',
        file,
        '--database',
        url,
        '--brokers',
        brokers.join(),
        '--topic-prefix',
        prefix,
        ...more,
      );
    await inCopies(undefined, undefined, async (databaseUrl, prefix) => {
      expect(await run(prefix, databaseUrl)).toMatchObject({
        code: 0,
        output: expect.stringContaining('\nclean\n'),
      });
    });
    await inCopies(PLANTS[0]!.sql, undefined, async (databaseUrl, prefix) => {
      const { code, output } = await run(prefix, databaseUrl, '--json');
      const { counts, clean: isClean } = JSON.parse(output) as Judged;
      expect([code, isClean, counts.lost > 0]).toEqual([1, false, true]);
      expect(Object.keys(counts)).toEqual([...BREACHES]);
    });
    expect((await checker()).code).toBe(2);
    expect(await checker('--help')).toMatchObject({
      code: 0,
      output: expect.stringContaining('--journal FILE'),
    });
  }, 120_000);

  /** A copy of database and topic with the violation in it; gone afterwards. */
  async function inCopies<T>(
    sql: string | undefined,
    log: Plant['log'],
    work: (databaseUrl: string, topicPrefix: string) => Promise<T>,
  ): Promise<T> {
    const prefix = ownTopicPrefix();
    const name = `checked_${prefix.slice(1, -1)}`;
    await asAdmin(process.env['DATABASE_URL']!, `create database ${name} template ${template}`);
    const url = new URL(process.env['DATABASE_URL']!);
    url.pathname = `/${name}`;
    try {
      if (sql) expect(await asAdmin(url.href, sql)).toBeGreaterThan(0);
      await writeTopic(requestsTopic(prefix), log ? log(records) : records);
      return await work(url.href, prefix);
    } finally {
      await asAdmin(process.env['DATABASE_URL']!, `drop database ${name} with (force)`);
    }
  }

  async function writeTopic(topic: string, all: readonly TopicRecord[]): Promise<void> {
    const admin = kafka().admin();
    const producer = kafka().producer();
    await Promise.all([admin.connect(), producer.connect()]);
    const numPartitions = Math.max(...records.map(({ partition }) => partition)) + 1;
    await admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions }] });
    await waitUntil(async () => (await admin.fetchTopicOffsets(topic)).length === numPartitions, {
      what: topic,
    });
    await producer.send({
      topic,
      messages: all.map(({ key, value, headers, partition, timestamp }) => ({
        ...{ key, value, partition, timestamp },
        ...(headers ? { headers } : {}),
      })),
    });
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  }
});

/** How many rows it touched. */
async function asAdmin(connectionString: string, text: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

function checker(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) =>
    execFile(process.execPath, ['bin/run-test-program.mjs', 'checker', ...args], (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout }),
    ),
  );
}
