import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { serviceNames } from '#chassis/config.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import type { RequestView } from '#cli/city/city-client.js';
import { rotateKeys } from '#local-system/rotate-keys.js';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { waitUntil } from '#testing/wait-until.js';
import { SHANGHAI, World } from '../chain/world.js';
import { liveSeededLife, submitByAddress } from './seeded-life.js';
import { SEEDS, seedsIn } from './seeds.js';
import { dataFiles, dumpOf, walFile } from './stored-bytes.js';

const OLD = { id: 'k-2025', key: randomBytes(32) };
const NEW = { id: 'k-2026', key: randomBytes(32) };
const written = (...keys: (typeof OLD)[]): string =>
  keys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join();

const WRITER = '19955512788';

describe('names, phones, addresses and texts', () => {
  let world: World;
  let pool: pg.Pool;
  let since: string;
  let life: RequestView;

  beforeAll(async () => {
    const admin = new pg.Pool({ connectionString: process.env['DATABASE_URL']!, max: 1 });
    since = await walFile(admin);
    await admin.end();
    world = await World.start({ env: { SEAL_KEYS: written(OLD) } });
    pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });
    life = await liveSeededLife(world);
    await submitByAddress(world);
  }, 300_000);
  afterAll(async () => {
    await pool?.end();
    await world?.stop();
  }, 60_000);

  const contentOf = async (id: string) =>
    (await world.client.get<object>(`/v1/requests/${id}/content`, world.who(SHANGHAI, 'resident'))).body;
  const foundBy = async (dto: object, as = ADMIN) =>
    (
      await world.client.send<{ items: { id: string }[] }>('POST', '/v1/requests/by-phone', as, dto)
    ).body.items.map(({ id }) => id);
  const restart = async (keys: string) => {
    for (const name of STORING_SERVICES) {
      await world.system.services[name].stop();
      world.system.services[name].start({ SEAL_KEYS: keys });
    }
    await waitUntil(async () => (await fetch(`${world.system.baseUrl}/readyz`)).ok, { what: 'ready' });
  };

  it('stand in no table', async () => {
    const dump = await dumpOf(pool);
    // The dump is a whole one: what is no secret is there.
    expect(dump).toContain(life.number);
    expect(dump).toContain(`${OLD.id}:`);
    expect(seedsIn(dump)).toEqual([]);
  });

  it('stand in no file of the data directory, nor in its write-ahead log', async () => {
    const leaks: string[] = [];
    const holders = new Set<string>();
    for await (const { path, bytes } of dataFiles(pool, since)) {
      if (bytes.includes(life.number)) holders.add(path.split('/')[0]!);
      leaks.push(...seedsIn(bytes).map((seed) => `${path}: ${seed}`));
    }
    // Both were searched: what is no secret stands in both.
    expect([...holders].sort()).toEqual(['base', 'pg_wal']);
    expect(leaks).toEqual([]);
  }, 240_000);

  it('would be found, if one stood there', async () => {
    await pool.query(`create table clock.leak as select $1::text as phone`, [SEEDS.phone]);
    expect(seedsIn(await dumpOf(pool))).toEqual(['phone']);
    const places = new Set<string>();
    for await (const { path, bytes } of dataFiles(pool, since))
      if (seedsIn(bytes).includes('phone')) places.add(path.split('/')[0]!);
    expect([...places].sort()).toEqual(['base', 'pg_wal']);
    await pool.query('drop table clock.leak');
  }, 240_000);

  it('are found again by phone or last four digits, within the caller’s area only', async () => {
    const byPhone = await foundBy({ phone: SEEDS.phone });
    expect(byPhone).toHaveLength(2);
    expect(byPhone).toContain(life.id);
    expect(await foundBy({ lastFour: SEEDS.phone.slice(-4) })).toEqual(byPhone);
    expect(await foundBy({ phone: '19955512799' })).toEqual([]);
    expect(await foundBy({ phone: SEEDS.phone }, { ...ADMIN, jurisdiction: '360323' })).toEqual([]);
  });

  it('an officer left in the clear by an older version is sealed when the service starts', async () => {
    await pool.query(
      `update assignment.officer set contact = null, name = '明文某', phone = '19955512700'
       where id = (select min(id) from assignment.officer)`,
    );
    await restart(written(OLD, NEW));
    const { rows } = await pool.query(
      'select name, phone, contact from assignment.officer order by id limit 1',
    );
    expect(rows).toEqual([{ name: null, phone: null, contact: expect.stringMatching(`^${OLD.id}:`) }]);
  }, 120_000);

  it('are sealed again by a new key while residents go on writing; afterwards the old one is not needed', async () => {
    await restart(written(NEW, OLD));
    let writing = true;
    const sent: string[] = [];
    const load = (async () => {
      while (writing)
        sent.push(
          ...(await Promise.all(
            Array.from({ length: 5 }, async () => {
              const { body } = await world.client.send<{ id: string }>(
                'POST',
                '/v1/requests',
                world.who(SHANGHAI, 'resident'),
                {
                  channel: world.profile(SHANGHAI).channels[0]!.id,
                  areaCode: world.block(SHANGHAI),
                  text: SEEDS.text,
                  contact: { name: SEEDS.name, phone: WRITER },
                },
              );
              return body.id;
            }),
          )),
        );
    })();
    await waitUntil(() => sent.length > 20, { what: 'load' });
    const done = await rotateKeys({ databaseUrl: world.databaseUrl, sealKeys: [NEW, OLD] });
    writing = false;
    await load;
    await world.settle();
    expect(done.filter(({ left }) => left > 0)).toEqual([]);
    const resealed = Object.fromEntries(done.map(({ name, resealed: rows }) => [name, rows]));
    for (const table of ['intake.request', 'intake.supplement', 'intake.receipt', 'assignment.officer'])
      expect([table, resealed[table]! > 0]).toEqual([table, true]);
    for (const table of [
      'notification.request',
      'notification.notice',
      'ledger.request',
      'ledger.timeline_entry',
    ])
      expect([table, resealed[table]! > 0]).toEqual([table, true]);

    // What is still on its way was written to the log under the old key by nobody any more.
    const again = await rotateKeys({ databaseUrl: world.databaseUrl, sealKeys: [NEW, OLD] });
    expect(again.filter(({ left }) => left > 0)).toEqual([]);
    expect(await dumpOf(pool)).not.toContain(`${OLD.id}:`);

    await restart(written(NEW));
    expect(JSON.stringify(await contentOf(life.id))).toContain(SEEDS.address);
    expect(await foundBy({ phone: SEEDS.phone })).toContain(life.id);
    expect(await foundBy({ phone: WRITER })).toHaveLength(Math.min(sent.length, 50));
    expect((await world.request(life.id)).assignment?.officer.name ?? SEEDS.officerName).toBe(
      SEEDS.officerName,
    );
  }, 240_000);

  it('every service was part of it', () => {
    expect(STORING_SERVICES).toHaveLength(serviceNames.length - 1);
  });
});
