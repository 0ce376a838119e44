import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { Sealer } from '#chassis/sealer.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { refusal, SHANGHAI, World } from '../chain/world.js';
import { liveSeededLife } from './seeded-life.js';
import { SEEDS, seedsIn } from './seeds.js';

const KEY = { id: 'k1', key: randomBytes(32) };
const DAYS = 30;
/** Whoever holds it is not forgotten: officers act in office. */
const OFFICERS = ['officerName', 'officerPhone'];

let world: World;
let pool: pg.Pool;
let closed: string;
let withdrawn: string;
let open: string;
let endedAt: number;

beforeAll(async () => {
  world = await World.start({
    env: { SEAL_KEYS: `${KEY.id}:${KEY.key.toString('base64')}`, RETENTION_DAYS: String(DAYS) },
  });
  pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });
  const contact = { name: SEEDS.name, phone: SEEDS.phone };
  closed = (await liveSeededLife(world)).id;
  const { id } = await world.submit(SHANGHAI, { text: SEEDS.text, contact });
  withdrawn = id;
  await world.post(id, 'withdrawal', world.who(SHANGHAI, 'resident'), { text: SEEDS.dispute });
  endedAt = Date.parse((await world.client.get<{ now: string }>('/v1/clock', ADMIN)).body.now);
  open = (await world.submit(SHANGHAI, { text: SEEDS.text, contact })).id;
}, 300_000);
afterAll(async () => {
  await pool?.end();
  await world?.stop();
}, 60_000);

/** All rows about a request in all services, with what is sealed in them opened. */
async function storedAbout(id: string): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'request_id'
     where n.nspname = any($1) and c.relkind = 'r' and c.relname <> 'dead_letter'`,
    [STORING_SERVICES],
  );
  const sealer = new Sealer([KEY]);
  let all = '';
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} t where request_id = $1`,
      [id],
    );
    all += rows.map(({ row }) => row).join('\n');
  }
  return all.replace(/k1:[A-Za-z0-9_-]{38,}/g, (sealed) => JSON.stringify(sealer.open(sealed)));
}

const personalIn = async (id: string) =>
  seedsIn(await storedAbout(id)).filter((seed) => !OFFICERS.includes(seed));
const events = async (id: string) =>
  (await world.timeline(id)).filter(({ type }) => type === 'RequestAnonymised').length;

describe(`${DAYS} days after a request ended`, () => {
  it('not before: everything stands there still', async () => {
    expect(await personalIn(closed)).toEqual(
      expect.arrayContaining([
        'name',
        'phone',
        'address',
        'idNumber',
        'text',
        'supplement',
        'solution',
        'dispute',
      ]),
    );
    await world.advance({ to: new Date(endedAt + (DAYS - 1) * 86_400_000).toISOString() });
    expect(await personalIn(closed)).toContain('phone');
    expect(await personalIn(withdrawn)).toContain('dispute');
    expect(await events(closed)).toBe(0);
  }, 240_000);

  it('names, phones and texts are gone from every service, once', async () => {
    await world.advance({ to: new Date(endedAt + DAYS * 86_400_000 + 1).toISOString() });
    const resident = world.who(SHANGHAI, 'resident').sub;
    for (const id of [closed, withdrawn]) {
      expect(await personalIn(id)).toEqual([]);
      expect(await storedAbout(id)).not.toContain(`"${resident}"`);
      expect(await events(id)).toBe(1);
    }
    await world.advance({ to: new Date(endedAt + (DAYS + 20) * 86_400_000).toISOString() });
    expect(await events(closed)).toBe(1);
  }, 240_000);

  it('what kind of matter it was, where, when and how it went stays', async () => {
    const view = (await world.request(closed)) as unknown as Record<string, unknown>;
    expect(view).toMatchObject({ state: 'closed', receivedAt: expect.any(String) });
    const types = (await world.timeline(closed)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['RequestSubmitted', 'SolutionDisputed', 'RequestClosed']));
  });

  it('nobody finds it by phone, reveals it or reads it any more, its resident neither', async () => {
    const { body } = await world.client.send<{ items: { id: string }[] }>(
      'POST',
      '/v1/requests/by-phone',
      ADMIN,
      {
        phone: SEEDS.phone,
      },
    );
    expect(body.items.map(({ id }) => id)).toEqual([open]);
    const reveal = world.client.send('POST', `/v1/requests/${closed}/contact/reveal`, ADMIN, {
      purpose: 'verify',
      reason: '核实',
    });
    expect((await refusal(reveal)).code).toBe('no_contact_left');
    const content = await world.client.get<{ text: string; anonymisedAt: string }>(
      `/v1/requests/${closed}/content`,
      ADMIN,
    );
    expect(content.body).toEqual({ id: closed, text: '', anonymisedAt: expect.any(String), supplements: [] });
    const own = world.client.get(`/v1/requests/${closed}`, world.who(SHANGHAI, 'resident'));
    expect(await refusal(own)).toEqual({ status: 404, code: 'request_not_found' });
  });

  it('what is open keeps everything, however old', async () => {
    expect(await personalIn(open)).toEqual(expect.arrayContaining(['name', 'phone', 'text']));
  });

  it('a ledger rebuilt from the topic forgets it again', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(repositoryRoot, 'dist/cli/src/liandong.js'), 'ledger', 'rebuild'],
      {
        env: {
          ...process.env,
          DATABASE_URL: world.databaseUrl,
          KAFKA_BROKERS: world.kafkaBrokers.join(),
          TOPIC_PREFIX: world.system.topicPrefix,
        },
      },
    );
    expect(stdout).not.toBe('');
    expect(await personalIn(closed)).toEqual([]);
    expect((await world.timeline(closed)).length).toBeGreaterThan(5);
  }, 120_000);
});
