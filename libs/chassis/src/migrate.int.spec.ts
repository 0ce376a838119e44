import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { derivedRolePassword, migrate, type RolePassword, roleUrl } from './migrate.js';

class MakeRequest1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table intake.request (request_id uuid primary key, body jsonb not null)');
  }
  async down(): Promise<void> {}
}

class MakeDeadline1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table escalation.deadline (id int primary key)');
  }
  async down(): Promise<void> {}
}

const services = [
  { schema: 'intake', migrations: [MakeRequest1700000000001] },
  { schema: 'escalation', migrations: [MakeDeadline1700000000002] },
];
let database: OwnDatabase;
let rolePassword: RolePassword;

beforeAll(async () => {
  database = await ownDatabase();
  rolePassword = derivedRolePassword(database.url);
  await migrate({ adminUrl: database.url, services, rolePassword });
}, 60_000);
afterAll(() => database?.drop());

/** The SQLSTATE the statement ends with, or what it gives. */
async function as(schema: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: roleUrl(database.url, schema, rolePassword) });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await client.end();
  }
}

const DENIED = '42501';

describe('migrate', () => {
  it('may be repeated, and run twice at once', async () => {
    const again = () => migrate({ adminUrl: database.url, services, rolePassword });
    await Promise.all([again(), again()]);
    expect(await as('intake', 'select name from intake.migration')).toEqual([
      { name: 'MakeRequest1700000000001' },
    ]);
  });

  it('runs at once in two databases of one cluster', async () => {
    const others = await Promise.all([ownDatabase(), ownDatabase()]);
    try {
      await Promise.all(others.map(({ url }) => migrate({ adminUrl: url, services, rolePassword })));
    } finally {
      await Promise.all(others.map((other) => other.drop()));
    }
  });

  it('adds what is new and leaves what was applied', async () => {
    class AddNote1700000000003 implements MigrationInterface {
      async up(runner: QueryRunner): Promise<void> {
        await runner.query('alter table intake.request add note text');
      }
      async down(): Promise<void> {}
    }
    const more = [{ schema: 'intake', migrations: [MakeRequest1700000000001, AddNote1700000000003] }];
    await migrate({ adminUrl: database.url, services: more, rolePassword });
    expect(await as('intake', 'select note from intake.request')).toEqual([]);
  });

  it('leaves nothing of a migration that fails', async () => {
    class Fails1700000000009 implements MigrationInterface {
      async up(runner: QueryRunner): Promise<void> {
        await runner.query('create table intake.half (id int)');
        await runner.query('select 1/0');
      }
      async down(): Promise<void> {}
    }
    const failing = [{ schema: 'intake', migrations: [Fails1700000000009] }];
    await expect(migrate({ adminUrl: database.url, services: failing, rolePassword })).rejects.toThrow(
      'division',
    );
    expect(await as('intake', 'select from intake.half')).toBe('42P01');
  });
});

describe('statistics', () => {
  const ANALYSED = `select attrelid::regclass::text || '.' || attname as col from pg_attribute
    where attrelid in ('intake.found'::regclass, 'intake.found_by'::regclass) and attnum > 0
      and attstattarget is distinct from 0 order by 1`;

  it('are kept of what rows are found by, not of what only stands beside it', async () => {
    class Found1700000000004 implements MigrationInterface {
      async up(runner: QueryRunner): Promise<void> {
        await runner.query(`create table intake.found (
          id int, state text, body jsonb, bytes bytea, sealed text, to_sealed text, value text)`);
        await runner.query(`create unique index found_by on intake.found ((body ->> 'number'))`);
      }
      async down(): Promise<void> {}
    }
    const more = [{ schema: 'intake', migrations: [MakeRequest1700000000001, Found1700000000004] }];
    await migrate({ adminUrl: database.url, services: more, rolePassword });
    const cols = (await as('intake', ANALYSED)) as { col: string }[];
    expect(cols.map(({ col }) => col)).toEqual(['intake.found.id', 'intake.found.state']);
  });

  it('are not needed to find a row by the expression of a unique index', async () => {
    await as(
      'intake',
      `insert into intake.found (id, body)
       select n, jsonb_build_object('number', n::text) from generate_series(1, 5000) n`,
    );
    await as('intake', 'analyze intake.found');
    const plan = await as('intake', `explain select id from intake.found where body ->> 'number' = '7'`);
    expect(JSON.stringify(plan)).toMatch(/Index Scan using found_by .* rows=1 /);
  });
});

describe('least privilege', () => {
  it.each([
    ['intake', 'select 1 from escalation.deadline', DENIED],
    ['intake', 'insert into escalation.deadline values (1)', DENIED],
    ['escalation', 'select 1 from intake.request', DENIED],
    ['escalation', 'drop table intake.request', DENIED],
    ['gateway', 'select 1 from intake.request', DENIED],
    ['gateway', 'select 1 from escalation.deadline', DENIED],
    ['intake', "update clock.setting set mode = 'stepped'", DENIED],
    ['intake', 'create table public.mine (id int)', DENIED],
    ['intake', 'create schema mine', DENIED],
    ['intake', 'create temporary table mine (id int)', DENIED],
    ['intake', 'create role mine', DENIED],
    ['intake', 'set role liandong_escalation', DENIED],
    ['gateway', 'delete from clock.setting', DENIED],
    ['gateway', 'insert into clock.setting values (2)', DENIED],
    ['intake', 'select count(*)::int from intake.request', [{ count: 0 }]],
    ['intake', 'select id from clock.setting', [{ id: 1 }]],
    ['escalation', 'select id from clock.setting', [{ id: 1 }]],
    ['gateway', "update clock.setting set mode = 'real' returning id", [{ id: 1 }]],
  ])('%s: %s', async (schema, statement, expected) => {
    expect(await as(schema, statement)).toEqual(expected);
  });
});
