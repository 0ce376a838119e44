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
import { BREACHES, type BreachKind } from './evidence.js';
import { judge, type Judged } from './judge.js';
import type { JournalEntry } from './journal.js';
import { readRecords, type TopicRecord } from './log.js';

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

/** One violation: what is done to a copy of the database, of the topic's records or of the journal. */
interface Plant {
  readonly what: string;
  readonly kind: BreachKind;
  readonly sql?: string;
  readonly log?: (records: TopicRecord[]) => TopicRecord[];
  readonly journal?: (entries: JournalEntry[], records: readonly TopicRecord[]) => JournalEntry[];
}

const header = (record: TopicRecord, name: string): string => String(record.headers?.[name] ?? '');
const typeOf = (record: TopicRecord): string => header(record, 'ce_type').split('.')[1] ?? '';
const indexOf = (records: readonly TopicRecord[], type: string): number => {
  const at = records.findIndex((record) => typeOf(record) === type);
  if (at < 0) throw new Error(`there is no ${type} to plant with`);
  return at;
};
const withHeaders = (record: TopicRecord, changes: Record<string, string>): TopicRecord =>
  ({ ...record, headers: { ...record.headers, ...changes } }) as TopicRecord;
const OTHER_ID = '019aaaaa-0000-7000-8000-000000000001';

const PLANTS: readonly Plant[] = [
  {
    what: 'a request that was answered 2xx is gone from a service',
    kind: 'lost',
    sql: `delete from triage.request where request_id = (select min(request_id::text)::uuid from triage.request)`,
  },
  {
    what: 'a committed event never reached the topic',
    kind: 'lost',
    log: (records) => records.toSpliced(indexOf(records, 'DeadlinesSet'), 1),
  },
  {
    what: 'a service did not handle an event',
    kind: 'lost',
    sql: `delete from escalation.inbox where event_id = (select min(event_id::text)::uuid from escalation.inbox)`,
  },
  {
    what: 'an event waits in the outbox for ever',
    kind: 'lost',
    sql: `insert into intake.outbox (topic, key, event_id, headers, value) values ('t', 'k', gen_random_uuid(), '{}', '{}')`,
  },
  {
    what: 'an act answered 2xx had no effect',
    kind: 'lost',
    journal: (entries) => {
      const submitted = entries.find((entry) => entry.type === 'submit' && entry.ids.length > 0);
      const requestId = submitted?.type === 'submit' ? submitted.ids[0]! : '';
      return [...entries, { type: 'act', requestId, event: 'RequestResolved', assignmentNumber: 77 }];
    },
  },
  {
    what: 'one key became two requests',
    kind: 'duplicate',
    sql: `update intake.request r set body = jsonb_set(body, '{requesterId}', to_jsonb(o.requester))
      from (select max(body->>'requesterId') as requester from intake.request) o
      where request_id = (select min(request_id::text)::uuid from intake.request)`,
  },
  {
    what: 'one key was answered with two ids',
    kind: 'duplicate',
    journal: (entries) =>
      entries.map((entry) =>
        entry.type === 'submit' && entry.ids[0] ? { ...entry, ids: [entry.ids[0], OTHER_ID] } : entry,
      ),
  },
  {
    what: 'an event had its effect twice, under two ids',
    kind: 'duplicate',
    log: (records) => {
      const record = records[indexOf(records, 'RequestAssigned')]!;
      return [...records, withHeaders(record, { ce_id: OTHER_ID })];
    },
  },
  {
    what: 'a deadline fired twice',
    kind: 'duplicate',
    log: (records) => {
      const record = records[indexOf(records, 'DeadlinePassed')]!;
      return [...records, withHeaders(record, { ce_id: OTHER_ID, ce_sequence: '900' })];
    },
  },
  {
    what: 'two events of one request changed places on the topic',
    kind: 'inversion',
    log: (records) => {
      const later = records.findIndex((record) => typeOf(record) === 'DeadlinePassed');
      const key = records[later]!.key!.toString();
      const earlier = records.findIndex(
        (record) =>
          record.key?.toString() === key &&
          header(record, 'ce_source') === header(records[later]!, 'ce_source'),
      );
      const changed = [...records];
      [changed[earlier], changed[later]] = [records[later]!, records[earlier]!];
      return changed;
    },
  },
  {
    what: 'two entries changed places in the timeline',
    kind: 'inversion',
    sql: `update ledger.timeline_entry t set seq = -1000 - seq
        where request_id = (select request_id from ledger.timeline_entry where seq = 3 order by request_id limit 1) and seq in (2, 3)`,
  },
  {
    what: 'a deadline fired before it was due, by the time that stands in the event',
    kind: 'early',
    log: (records) => {
      const at = indexOf(records, 'DeadlinePassed');
      const due = Date.parse((JSON.parse(records[at]!.value!.toString()) as { dueAt: string }).dueAt);
      return records.with(at, withHeaders(records[at]!, { ce_time: new Date(due - 1).toISOString() }));
    },
  },
  {
    what: 'a deadline fired before it was due, by the clock of the broker alone',
    kind: 'early',
    log: (records) => {
      const at = indexOf(records, 'DeadlinePassed');
      return records.with(at, {
        ...records[at]!,
        timestamp: String(Number(records[0]!.timestamp) - 600_000),
      });
    },
  },
  {
    what: 'a deadline that is due does not fire',
    kind: 'late',
    sql: `update escalation.deadline set due_at = '2026-01-01T00:00:00Z'
      where ctid = (select ctid from escalation.deadline limit 1)`,
  },
  {
    what: 'one of the deadlines that ran is gone, and it never fired',
    kind: 'lost',
    sql: `delete from escalation.deadline where ctid = (select ctid from escalation.deadline limit 1)`,
  },
  {
    what: 'a deadline fires of which nobody was told',
    kind: 'duplicate',
    log: (records) => {
      const at = indexOf(records, 'DeadlinePassed');
      const body = JSON.parse(records[at]!.value!.toString()) as { reason: { facts: { dueAt: string } } };
      body.reason.facts.dueAt = '2026-01-01T00:00:00.000Z';
      return records.with(at, { ...records[at]!, value: Buffer.from(JSON.stringify(body)) });
    },
  },
  {
    what: 'an open request has no officer',
    kind: 'orphan',
    sql: `delete from assignment.holding where request_id = (select min(request_id::text)::uuid from intake.request
      join assignment.holding using (request_id) where body->>'state' = 'received')`,
  },
  {
    what: 'no time runs for an open request',
    kind: 'orphan',
    sql: `delete from escalation.deadline where request_id =
      (select min(request_id::text)::uuid from intake.request where body->>'state' = 'received')`,
  },
  {
    what: 'a sound event was parked',
    kind: 'parked',
    sql: `insert into ledger.dead_letter (id, position_topic, position_partition, position_offset, headers, cause)
      values (gen_random_uuid(), 't', 0, 0, '{}', 'handler_failed')`,
  },
  {
    what: 'a record that is no event stands on the topic',
    kind: 'parked',
    log: (records) => [...records, { ...records[0]!, value: Buffer.from('{"broken') }],
  },
  {
    what: 'two services tell different ends',
    kind: 'disagreement',
    sql: `update ledger.request set body = jsonb_set(body, '{state}', '"in_work"') where request_id =
      (select min(request_id::text)::uuid from ledger.request where body->>'state' in ('closed', 'withdrawn', 'resolved'))`,
  },
  {
    what: 'a row was slipped into the audit',
    kind: 'audit',
    sql: `insert into audit.reading (seq, content, previous, hash) values (1, '{"seq": 1}', '\\x00', '\\x00')`,
  },
  {
    what: 'a name stands on the topic in the clear',
    kind: 'leak',
    log: (records) => {
      const at = indexOf(records, 'RequestSubmitted');
      const body = JSON.parse(records[at]!.value!.toString()) as object;
      return records.with(at, {
        ...records[at]!,
        value: Buffer.from(JSON.stringify({ ...body, name: '测试居民甲乙丙' })),
      });
    },
  },
];

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
