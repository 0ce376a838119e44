import { serviceNames } from '#chassis/config.js';
import { roleName } from '#chassis/migrate.js';
import { type MigratedDatabase, migratedDatabase, tried } from './migrated-database.js';

const DENIED = '42501';
const WRONG_PASSWORD = '28P01';
const TABLE_RIGHTS = [
  'select',
  'insert',
  'update',
  'delete',
  'truncate',
  'references',
  'trigger',
  'maintain',
];

let database: MigratedDatabase;
beforeAll(async () => {
  database = await migratedDatabase();
}, 120_000);
afterAll(() => database?.drop());

const PAIRS = serviceNames.flatMap((role) =>
  serviceNames
    .filter((schema) => schema !== role && schema !== 'gateway')
    .map((schema) => [role, schema] as const),
);

/** Every right of a service's role on a table, view or sequence outside its own schema, as `clock.setting: select`. */
async function rightsElsewhere(service: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ held: string }>(
    `select n.nspname || '.' || c.relname || ': ' || r.name as held
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       cross join unnest($2::text[]) as r(name)
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> $3 and n.nspname <> 'information_schema'
       and n.nspname not like 'pg\\_%'
       and (has_table_privilege($1, c.oid, r.name)
         or (r.name in ('select', 'insert', 'update', 'references') and has_any_column_privilege($1, c.oid, r.name)))
     union all
     select n.nspname || '.' || c.relname || ': ' || r.name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       cross join unnest(array['usage', 'select', 'update']) as r(name)
     where c.relkind = 'S' and n.nspname <> $3 and has_sequence_privilege($1, c.oid, r.name)
     union all
     select n.nspname || ': ' || r.name
     from pg_namespace n cross join unnest(array['usage', 'create']) as r(name)
     where n.nspname <> $3 and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
       and has_schema_privilege($1, n.oid, r.name)
     union all
     select n.nspname || '.' || p.proname || ': execute'
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname <> $3 and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
       and has_function_privilege($1, p.oid, 'execute')
     order by 1`,
    [roleName(service), TABLE_RIGHTS, service],
  );
  return rows.map(({ held }) => held);
}

describe('each role touches only its own schema', () => {
  it.each(serviceNames)('%s: what it holds elsewhere is the clock, and no more', async (service) => {
    const more: Record<string, string[]> = {
      gateway: ['clock.setting: update'],
      // To append by its function; its tables stay closed.
      intake: ['audit: usage', 'audit.append_reading: execute'],
    };
    expect(await rightsElsewhere(service)).toEqual(
      ['clock.setting: select', 'clock: usage', ...(more[service] ?? [])].sort(),
    );
  });

  it.each(PAIRS)('%s reads, writes and alters nothing of %s', async (role, schema) => {
    for (const statement of [
      `select from ${schema}.request limit 1`,
      `insert into ${schema}.inbox (event_id, outcome) values (gen_random_uuid(), 'x')`,
      `update ${schema}.request set seq = seq`,
      `delete from ${schema}.outbox`,
      `truncate ${schema}.receipt`,
      `drop table ${schema}.request`,
      `create table ${schema}.mine (id int)`,
      `set role ${roleName(schema)}`,
    ])
      expect([statement, await database.as(role, statement)]).toEqual([statement, DENIED]);
  });

  it.each(PAIRS)('%s does not come in as %s with its own password', async (role, schema) => {
    const url = new URL(database.urlOf(role));
    expect(await tried(url.href, 'select 1 as one')).toEqual([{ one: 1 }]);
    url.username = roleName(schema);
    expect(await tried(url.href, 'select 1 as one')).toBe(WRONG_PASSWORD);
  });

  it.each(serviceNames)('%s holds no attribute and belongs to no role', async (service) => {
    const { rows } = await database.pool.query(
      `select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
        (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
       from pg_roles r where rolname = $1`,
      [roleName(service)],
    );
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolbypassrls: false,
        memberships: 0,
      },
    ]);
  });

  it('sees a right that is too much', async () => {
    await database.pool.query('grant usage on schema intake to liandong_triage');
    await database.pool.query('grant select (body) on intake.request to liandong_triage');
    expect(await rightsElsewhere('triage')).toEqual(
      expect.arrayContaining(['intake.request: select', 'intake: usage']),
    );
    await database.pool.query('revoke select (body) on intake.request from liandong_triage');
    await database.pool.query('revoke usage on schema intake from liandong_triage');
  });
});
