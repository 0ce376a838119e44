import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import pg from 'pg';
import { derivedRolePassword, migrate, roleUrl, type ServiceMigrations } from '#chassis/migrate.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';

export interface MigratedDatabase extends OwnDatabase {
  /** What the statement gives as the service's role, or the SQLSTATE it ends with. */
  as(service: string, statement: string, values?: readonly unknown[]): Promise<unknown>;
  urlOf(service: string): string;
}

/** A database of its own with the schemas, roles and tables of all services, as `liandong migrate` makes them. */
export async function migratedDatabase(): Promise<MigratedDatabase> {
  const database = await ownDatabase();
  const rolePassword = derivedRolePassword(database.url);
  const services = await Promise.all(STORING_SERVICES.map(migrationsOf));
  await migrate({ adminUrl: database.url, services, rolePassword });
  const urlOf = (service: string): string => roleUrl(database.url, service, rolePassword);
  return {
    ...database,
    urlOf,
    as: (service, statement, values) => tried(urlOf(service), statement, values),
  };
}

async function migrationsOf(name: string): Promise<ServiceMigrations> {
  const file = join(repositoryRoot, `dist/services/${name}/src/persistence/migrations.js`);
  return (await import(pathToFileURL(file).href)) as ServiceMigrations;
}

/** The rows, or the SQLSTATE. */
export async function tried(
  connectionString: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    return (await client.query(statement, [...values])).rows;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.end();
  }
}
