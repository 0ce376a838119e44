import { createHmac } from 'node:crypto';
import { Client } from 'pg';
import { DataSource, type MixedList } from 'typeorm';
import { auditMigration } from './audit-migration.js';
import { clockMigration } from './clock-migration.js';
import { ensureRole } from './ensure-role.js';
import { forgoStatistics } from './forgo-statistics.js';
import { SilentLogger } from './silent-logger.js';

export interface ServiceMigrations {
  readonly schema: string;
  /** TypeORM `MigrationInterface` classes; appended to, never changed. */
  readonly migrations: readonly unknown[];
  /** Whether the service appends to the audit of full readings. */
  readonly audits?: boolean;
}

export interface MigrateOptions {
  /** A role that may create roles and schemas in the database. */
  readonly adminUrl: string;
  readonly services: readonly ServiceMigrations[];
  readonly rolePassword: RolePassword;
}

/** The password of the role that belongs to a schema: one each, so that who knows one service's way in knows no other's. */
export type RolePassword = (schema: string) => string;

/** Held while anything is migrated, so that two starts at once do not meet. */
const LOCK = 7_206_130_114;
const GATEWAY = 'gateway';

export const roleName = (schema: string): string => `liandong_${schema}`;

/** The service's own way into the database the administrator's URL names. */
export function roleUrl(adminUrl: string, schema: string, rolePassword: RolePassword): string {
  const url = new URL(adminUrl);
  url.username = roleName(schema);
  url.password = encodeURIComponent(rolePassword(schema));
  return url.href;
}

/**
 * Role passwords that are the same for everybody who administers this cluster by this name and password, so that installations
 * beside each other (test runs, demos) do not lock one another out.
 */
export function derivedRolePassword(adminUrl: string): RolePassword {
  const { username, password } = new URL(adminUrl);
  return (schema) =>
    createHmac('sha256', password).update(`liandong role ${username} ${schema}`).digest('base64url');
}

/**
 * Brings the database to what the services expect: roles, schemas, grants, tables. Safe to repeat and to run twice at once.
 * Roles belong to the whole cluster: installations that share one must be given the same role passwords.
 */
export async function migrate({ adminUrl, services, rolePassword }: MigrateOptions): Promise<void> {
  const admin = new Client({ connectionString: adminUrl, application_name: 'liandong-migrate' });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock($1)', [LOCK]);
    const schemas = services.map(({ schema }) => schema);
    for (const name of new Set([...schemas, GATEWAY]))
      await ensureRole(admin, roleName(name), rolePassword(name));
    await closeThePublic(admin);
    await admin.query(clockMigration);
    for (const schema of schemas) await giveSchema(admin, schema);
    await giveClock(admin, schemas);
    await admin.query(auditMigration);
    for (const { schema, audits } of services) if (audits) await giveAudit(admin, schema);
    for (const service of services)
      await runMigrations(roleUrl(adminUrl, service.schema, rolePassword), service);
  } finally {
    // Ending the session gives the lock back.
    await admin.end();
  }
}

async function closeThePublic(admin: Client): Promise<void> {
  await admin.query(`revoke connect, temporary on database ${await database(admin)} from public`);
  await admin.query('revoke all on schema public from public');
}

async function giveSchema(admin: Client, schema: string): Promise<void> {
  const role = admin.escapeIdentifier(roleName(schema));
  await admin.query(`create schema if not exists ${admin.escapeIdentifier(schema)} authorization ${role}`);
}

/** To append by its function; neither to read nor to write its table. */
async function giveAudit(admin: Client, schema: string): Promise<void> {
  const role = admin.escapeIdentifier(roleName(schema));
  await admin.query(`grant usage on schema audit to ${role}`);
  await admin.query(`grant execute on function audit.append_reading to ${role}`);
}

async function database(admin: Client): Promise<string> {
  const { rows } = await admin.query<{ name: string }>('select current_database() as name');
  return admin.escapeIdentifier(rows[0]!.name);
}

async function giveClock(admin: Client, schemas: readonly string[]): Promise<void> {
  const name = await database(admin);
  for (const schema of new Set([...schemas, GATEWAY])) {
    const role = admin.escapeIdentifier(roleName(schema));
    await admin.query(`grant connect on database ${name} to ${role}`);
    await admin.query(`grant usage on schema clock to ${role}`);
    await admin.query(`grant select on clock.setting to ${role}`);
  }
  await admin.query(`grant update on clock.setting to ${admin.escapeIdentifier(roleName(GATEWAY))}`);
}

/** As the service's role, so that it owns its tables; the record of what ran lies in its schema too. */
async function runMigrations(url: string, { schema, migrations }: ServiceMigrations): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    applicationName: 'liandong-migrate',
    migrations: migrations as MixedList<() => void>,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    logger: new SilentLogger(),
  });
  await source.initialize();
  try {
    await source.runMigrations();
    await source.query(forgoStatistics);
  } finally {
    await source.destroy();
  }
}
