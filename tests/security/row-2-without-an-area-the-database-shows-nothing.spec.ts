import pg from 'pg';
import { derivedRolePassword, roleUrl } from '#chassis/migrate.js';
import { beginIn, type RowScope } from '#eventlog/row-scope.js';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { SHANGHAI, World } from '../chain/world.js';
import { liveSeededLife } from './seeded-life.js';

/** On their way for milliseconds, or a copy of the log's records: sealed, of no area, read by the relay and by administrators. */
const IN_TRANSIT = ['outbox', 'dead_letter'];

let world: World;
let admin: pg.Pool;
let life: string;

beforeAll(async () => {
  world = await World.start();
  admin = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });
  life = (await liveSeededLife(world)).id;
  await world.client.send(
    'POST',
    '/v1/requests',
    world.who(SHANGHAI, 'resident'),
    { channel: world.profile(SHANGHAI).channels[0]!.id, areaCode: world.block(SHANGHAI), text: '另一件' },
    { 'idempotency-key': 'kept-answer' },
  );
  await world.settle();
}, 300_000);
afterAll(async () => {
  await admin?.end();
  await world?.stop();
}, 60_000);

/** Tables of the service whose rows hold something sealed: what is personal is sealed, wherever it lies. */
async function personalTables(service: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relname = any($2) order by 1`,
    [service, IN_TRANSIT],
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await admin.query(
      `select from ${service}.${name} t where t::text ~ '\\mk1:[A-Za-z0-9_-]{38}' limit 1`,
    );
    if (rowCount) found.push(name);
  }
  return found;
}

/** Runs as the service's role; without a scope, as whoever forgets to set one. */
async function as<T>(
  service: string,
  scope: RowScope | null,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const connectionString = roleUrl(world.databaseUrl, service, derivedRolePassword(world.databaseUrl));
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(scope ? beginIn(scope) : 'begin');
    return await work(client);
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

const count = (service: string, table: string, scope: RowScope | null): Promise<number> =>
  as(service, scope, async (client) => {
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${service}.${table}`);
    return rows[0]!.n;
  });

const nobody = { area: null, office: null, subject: 'nobody' };

it.each([
  ['intake', ['receipt', 'request', 'supplement']],
  ['assignment', ['officer']],
  ['notification', ['caught', 'notice', 'request']],
  ['ledger', ['timeline_entry']],
])('%s keeps personal data where it was looked for', async (service, tables) => {
  expect(await personalTables(service)).toEqual(expect.arrayContaining(tables));
});

describe.each(STORING_SERVICES)('%s', (service) => {
  it('as its role, without a scope: 0 rows of every table with personal data', async () => {
    const tables = await personalTables(service);
    for (const table of tables) {
      const { rows } = await admin.query(`select count(*)::int as n from ${service}.${table}`);
      expect([table, rows[0].n > 0]).toEqual([table, true]);
      expect([table, await count(service, table, null)]).toEqual([table, 0]);
      expect([table, await count(service, table, nobody)]).toEqual([table, 0]);
      expect([table, await count(service, table, 'system')]).toEqual([table, rows[0].n]);
    }
  });

  it('nor may anything be written there', async () => {
    for (const table of await personalTables(service)) {
      const everywhere = { area: '', office: null, subject: 'nobody' };
      for (const scope of [null, everywhere]) {
        const deleted = await as(service, scope, (client) => client.query(`delete from ${service}.${table}`));
        expect([table, deleted.rowCount]).toEqual([table, 0]);
        const copied = as(service, scope, async (client) => {
          // The row that is there already: refused before it is seen to be one too many.
          const { rows } = await admin.query<{ row: object }>(
            `select to_jsonb(t) as row from ${service}.${table} t limit 1`,
          );
          const { rows: names } = await admin.query<{ names: string }>(
            `select string_agg(quote_ident(attname), ', ') as names from pg_attribute
             where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
            [`${service}.${table}`],
          );
          const columns = names[0]!.names;
          await client.query(
            `insert into ${service}.${table} (${columns}) overriding system value
             select ${columns} from jsonb_populate_record(null::${service}.${table}, $1)`,
            [JSON.stringify(rows[0]!.row)],
          );
        });
        await expect(copied).rejects.toMatchObject({ code: '42501' });
      }
    }
  });

  it('its role cannot open it: it owns the tables, and the wall holds for their owner', async () => {
    for (const table of await personalTables(service)) {
      const { rows } = await admin.query(
        'select relrowsecurity, relforcerowsecurity from pg_class where oid = $1::regclass',
        [`${service}.${table}`],
      );
      expect([table, rows[0]]).toEqual([table, { relrowsecurity: true, relforcerowsecurity: true }]);
    }
  });
});

describe('within an area', () => {
  const block = () => world.block(SHANGHAI);
  const seen = (service: string, table: string, scope: RowScope) => count(service, table, scope);
  const inArea = (area: string): RowScope => ({ area, office: null, subject: 'nobody' });

  it.each([
    ['intake', 'request'],
    ['intake', 'supplement'],
    ['notification', 'notice'],
    ['ledger', 'request'],
    ['ledger', 'timeline_entry'],
    ['assignment', 'officer'],
  ])('%s.%s: what lies there, and nothing of elsewhere', async (service, table) => {
    expect(await seen(service, table, inArea(block()))).toBeGreaterThan(0);
    expect(await seen(service, table, inArea(SHANGHAI))).toBeGreaterThanOrEqual(
      await seen(service, table, inArea(block())),
    );
    const elsewhere = table === 'officer' ? '999999' : '360323';
    expect(await seen(service, table, inArea(elsewhere))).toBe(0);
  });

  it('a resident: the own ones', async () => {
    const own: RowScope = { area: null, office: null, subject: world.who(SHANGHAI, 'resident').sub };
    for (const [service, table] of [
      ['intake', 'request'],
      ['intake', 'supplement'],
      ['ledger', 'request'],
      ['ledger', 'timeline_entry'],
    ] as const)
      expect([table, (await seen(service, table, own)) > 0]).toEqual([table, true]);
    expect(await seen('notification', 'notice', own)).toBe(0);
  });

  it('an office: what it holds or held', async () => {
    const { rows } = await admin.query<{ office: string }>(
      'select office from ledger.holding where request_id = $1 order by assignment_number limit 1',
      [life],
    );
    const scope: RowScope = { area: null, office: rows[0]!.office, subject: 'nobody' };
    expect(await seen('ledger', 'request', scope)).toBeGreaterThan(0);
    expect(await seen('ledger', 'request', { ...scope, office: 'o-elsewhere' })).toBe(0);
  });

  it('the scope ends with its transaction', async () => {
    const connectionString = roleUrl(world.databaseUrl, 'intake', derivedRolePassword(world.databaseUrl));
    const client = new pg.Client({ connectionString });
    await client.connect();
    const visible = async () => (await client.query('select from intake.request')).rowCount;
    for (const end of ['commit', 'rollback']) {
      await client.query(beginIn('system'));
      expect(await visible()).toBeGreaterThan(0);
      await client.query(end);
      expect(await visible()).toBe(0);
    }
    await client.end();
  });
});
