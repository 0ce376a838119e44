import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { derivedRolePassword } from '#chassis/migrate.js';
import { verifyAudit } from '#chassis/verify-audit.js';
import { CityClient } from '#cli/city/city-client.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import { JURISDICTIONS } from '#cli/city/seed-city.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { prepareStores } from '#local-system/prepare-stores.js';
import { restore } from '#local-system/backup/restore.js';
import { startSystem, type System } from '#local-system/start-system.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { MONDAY_MORNING, SHANGHAI, World } from '../chain/world.js';
import { liveSeededLife } from './seeded-life.js';
import { seedsIn } from './seeds.js';
import { dumpOf } from './stored-bytes.js';

const SEAL_KEYS = `k1:${randomBytes(32).toString('base64')}`;
const folder = mkdtempSync(join(tmpdir(), 'liandong-backup-'));
const file = join(folder, 'backup.gz');

let world: World;
let target: OwnDatabase;
let after: System | undefined;
let open: string;
let closed: string;

beforeAll(async () => {
  world = await World.start({ env: { SEAL_KEYS } });
  target = await ownDatabase();
  closed = (await liveSeededLife(world)).id;
  open = (await world.submit(SHANGHAI, { title: '路灯不亮', text: '门口三盏路灯坏了,请修理。' })).id;
  await world.client.send('POST', `/v1/requests/${open}/contact/reveal`, ADMIN, {
    purpose: 'verify',
    reason: '核实',
  });
}, 300_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await after?.stop();
  await world?.stop();
  await target?.drop();
}, 90_000);

const liandong = (databaseUrl: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, [join(repositoryRoot, 'dist/cli/src/liandong.js'), ...args], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: world.kafkaBrokers.join(),
      TOPIC_PREFIX: world.system.topicPrefix,
    },
  }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

const migrated = (databaseUrl: string) =>
  prepareStores({
    databaseUrl,
    kafkaBrokers: world.kafkaBrokers,
    topicPrefix: world.system.topicPrefix,
    partitions: 6,
    rolePassword: derivedRolePassword(databaseUrl),
    clock: { mode: 'real' },
  });

/** Tables as of now, line by line; the order of rows in a table is nobody's. */
async function tablesOf(databaseUrl: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const dump = await dumpOf(pool);
  await pool.end();
  return dump.split('\n').toSorted();
}

/** Ids of all events on the topic, in no order; a repeated one stands there twice. */
async function eventsOnTopic(): Promise<string[]> {
  const kafka = new Kafka({ brokers: [...world.kafkaBrokers], logLevel: logLevel.NOTHING });
  const topic = `${world.system.topicPrefix}liandong.requests.v1`;
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  let waiting = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const ids: string[] = [];
  const consumer = kafka.consumer({ groupId: `look-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      ids.push(String(message.headers!['ce_id']));
      waiting -= 1;
    },
  });
  await waitUntil(() => waiting <= 0, { what: 'the whole topic' });
  await consumer.disconnect();
  return ids;
}

describe('a backup', () => {
  let before: string[];
  let events: string[];

  it('is taken while the services run, and holds nothing in the clear', async () => {
    await world.settle();
    events = await eventsOnTopic();
    before = await tablesOf(world.databaseUrl);
    expect(await liandong(world.databaseUrl, 'backup', file)).toMatchObject({ code: 0 });
    expect(statSync(file).mode & 0o077).toBe(0);
    const text = gunzipSync(readFileSync(file)).toString();
    expect(text).toContain(open);
    expect(seedsIn(text)).toEqual([]);
    expect(text).not.toContain(SEAL_KEYS.slice(3));
  }, 120_000);

  it('that is cut, or of something else, is refused and leaves the database as it was', async () => {
    await world.system.stop();
    await migrated(target.url);
    const empty = await tablesOf(target.url);
    const cut = join(folder, 'cut.gz');
    const lines = gunzipSync(readFileSync(file)).toString().split('\n');
    writeFileSync(cut, gzipSync(lines.slice(0, -40).join('\n')));
    const log = { brokers: world.kafkaBrokers, topicPrefix: world.system.topicPrefix };
    await expect(restore({ databaseUrl: target.url, log, file: cut })).rejects.toThrow('not whole');
    writeFileSync(cut, gzipSync('{"something": "else"}\n'));
    await expect(restore({ databaseUrl: target.url, log, file: cut })).rejects.toThrow('no backup');
    await expect(restore({ databaseUrl: world.databaseUrl, log, file })).rejects.toThrow('not empty');
    expect(await tablesOf(target.url)).toEqual(empty);
  }, 120_000);

  it('fills another database with the same rows, every table of them', async () => {
    expect(await liandong(target.url, 'restore', file)).toMatchObject({ code: 0 });
    const restored = await tablesOf(target.url);
    // When the migrations ran is the database's own.
    const own = /^\(\d+,\d+,\w+\d{13}\)$/;
    const rows = (lines: string[]) => lines.filter((line) => !own.test(line));
    expect(rows(restored)).toEqual(rows(before));
    expect((await verifyAudit(target.pool)).faults).toEqual([]);
    expect((await verifyAudit(target.pool)).count).toBe(1);
  }, 120_000);

  it('goes on from there: nothing is published or told twice, the ledger is what the topic says', async () => {
    const told = async () =>
      (await target.pool.query<{ id: string }>('select notice_id as id from notification.caught')).rows.map(
        ({ id }) => id,
      );
    const toldBefore = await told();
    after = await startSystem({
      databaseUrl: target.url,
      kafkaBrokers: world.kafkaBrokers,
      jurisdictions: JURISDICTIONS,
      clock: { mode: 'stepped', at: MONDAY_MORNING },
      topicPrefix: world.system.topicPrefix,
      partitions: 6,
      env: { SEAL_KEYS },
    });
    const client = new CityClient(after.baseUrl, (claims) => after!.mint(claims));
    const { body: clock } = await client.get<{ now: string }>('/v1/clock', ADMIN);
    await client.send('POST', '/v1/clock/advance', ADMIN, { to: clock.now });
    expect((await eventsOnTopic()).toSorted()).toEqual(events.toSorted());
    expect(await told()).toEqual(toldBefore);
    expect(await liandong(target.url, 'ledger', 'rebuild', '--check')).toMatchObject({ code: 0 });

    // What was open is still held by somebody, and climbs when its time is over; what was closed stays closed.
    const read = async (id: string) =>
      (
        await client.get<{ state: string; level: string; deadlines: { kind: string; dueAt: string }[] }>(
          `/v1/requests/${id}`,
          ADMIN,
        )
      ).body;
    expect((await read(closed)).state).toBe('closed');
    const held = await read(open);
    expect(held).toMatchObject({ state: 'assigned', level: 'block' });
    const due = held.deadlines.find(({ kind }) => kind === 'resolve')!.dueAt;
    await client.send('POST', '/v1/clock/advance', ADMIN, { to: due });
    expect((await read(open)).level).toBe('village');
    const all = await eventsOnTopic();
    expect(all.length).toBeGreaterThan(events.length);
    expect(new Set(all).size).toBe(all.length);
  }, 240_000);
});
