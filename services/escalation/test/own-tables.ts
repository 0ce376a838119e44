import { migrate } from '#chassis/migrate.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { migrations, schema } from '../src/persistence/migrations.js';

/** A database of one's own with the tables of escalation as they are today; to be dropped afterwards. */
export async function ownTables(): Promise<OwnDatabase> {
  const database = await ownDatabase();
  await migrate({
    adminUrl: database.url,
    services: [{ schema, migrations }],
    rolePassword: () => 'escalation',
  });
  return database;
}
