import { derivedRolePassword, migrate, type ServiceMigrations } from '#chassis/migrate.js';
import { type OwnDatabase, ownDatabase } from './own-database.js';

/** A database of one's own with the tables of a service as they are today; to be dropped afterwards. */
export async function ownTables(service: ServiceMigrations): Promise<OwnDatabase> {
  const database = await ownDatabase();
  // Roles belong to the whole server: another password would lock out whoever tests beside.
  const rolePassword = derivedRolePassword(database.url);
  await migrate({ adminUrl: database.url, services: [service], rolePassword });
  return database;
}
