import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

/** Role there already · row written by another session at the same time (two codes). Advisory locks end at the database, roles do not. */
const MET_ANOTHER = new Set(['42710', '23505', 'XX000']);
const TRIES = 20;

/** A login role with this password and nothing more, whoever else makes it in another database at the same time. */
export async function ensureRole(admin: Client, name: string, password: string): Promise<void> {
  const role = admin.escapeIdentifier(name);
  const rights = `login nosuperuser nocreatedb nocreaterole noinherit password ${admin.escapeLiteral(password)}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [name]);
      await admin.query(`${rowCount ? 'alter' : 'create'} role ${role} ${rights}`);
      // What an administrator who is no superuser needs to make a schema that belongs to the role.
      await admin.query(`grant ${role} to current_user with inherit false, set true`);
      return;
    } catch (error) {
      if (!MET_ANOTHER.has((error as { code?: string }).code ?? '') || attempt >= TRIES) throw error;
      await sleep(10 * attempt + Math.random() * 20);
    }
  }
}
