import type { Client } from 'pg';
import { STORING_SERVICES } from '../storing-services.js';

export interface StoredTable {
  /** Quoted, with its schema. */
  readonly name: string;
  /** Quoted; without those the database computes. */
  readonly columns: readonly string[];
}

const SCHEMAS = [...STORING_SERVICES, 'audit', 'clock'];

/** Every table of the installation but the records of what was migrated, in one order. */
export async function storedTables(client: Client): Promise<StoredTable[]> {
  const { rows } = await client.query<StoredTable>(
    `select format('%I.%I', n.nspname, c.relname) as name,
       jsonb_agg(quote_ident(a.attname) order by a.attnum) filter (where a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = any($1) and c.relkind = 'r' and c.relname <> 'migration' group by 1 order by 1`,
    [SCHEMAS],
  );
  return rows;
}

export async function sequences(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind = 'S' and c.relname not like 'migration%' order by 1`,
    [SCHEMAS],
  );
  return rows.map(({ name }) => name);
}

/** Names of all that was migrated, by schema: a backup fits only a database of the same version. */
export async function migrated(client: Client): Promise<string[]> {
  const all: string[] = [];
  for (const schema of STORING_SERVICES) {
    const { rows } = await client.query<{ name: string }>(
      `select name from ${client.escapeIdentifier(schema)}.migration order by id`,
    );
    all.push(...rows.map(({ name }) => `${schema}.${name}`));
  }
  return all;
}
