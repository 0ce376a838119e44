import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { SealKey } from '#chassis/config.js';
import { ContactIndex } from '#chassis/contact-index.js';
import { roleName } from '#chassis/migrate.js';
import { Sealer } from '#chassis/sealer.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { resealTable, type Rewrite, type SealedTable } from './reseal-table.js';
import { STORING_SERVICES } from './storing-services.js';

export interface RotateOptions {
  /** Administrator's. */
  readonly databaseUrl: string;
  /** The first seals, all open; what others sealed is sealed again by the first. */
  readonly sealKeys: readonly SealKey[];
  readonly onTable?: (done: ResealedTable) => void;
}

export interface ResealedTable {
  readonly name: string;
  readonly resealed: number;
  /** Rows that still hold something of another key: somebody wrote them meanwhile, or no key at hand opens them. */
  readonly left: number;
}

// The outbox empties itself; what is parked is a copy of the log, which keeps the key it was written with.
const NOT_OURS = ['inbox', 'outbox', 'dead_letter', 'migration'];

/** Seals again whatever the services' tables hold under an older key, while the services go on. Safe to repeat and to break off. */
export async function rotateKeys({
  databaseUrl,
  sealKeys,
  onTable,
}: RotateOptions): Promise<ResealedTable[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'liandong-rotate-keys' });
  await client.connect();
  const sealer = new Sealer(sealKeys);
  const done: ResealedTable[] = [];
  try {
    for (const service of STORING_SERVICES) {
      await client.query(`set role ${pg.escapeIdentifier(roleName(service))}`);
      const reindex = await reindexOf(service);
      for (const table of await sealedTables(client, service)) {
        const rewrite =
          table.table === 'request' && reindex ? rewriteBody(reindex, sealer, sealKeys) : undefined;
        const { resealed, left } = await resealTable(client, table, sealer, rewrite);
        const one = { name: `${service}.${table.table}`, resealed, left };
        done.push(one);
        onTable?.(one);
      }
      await client.query('reset role');
    }
  } finally {
    await client.end();
  }
  return done;
}

/** Every table of the schema with a primary key and columns that could hold something sealed: none is forgotten. */
async function sealedTables(client: pg.Client, schema: string): Promise<SealedTable[]> {
  const { rows } = await client.query<SealedTable>(
    `select n.nspname as schema, c.relname as table,
       jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum)
         filter (where a.attnum = any(i.indkey)) as key,
       jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum)
         filter (where not a.attnum = any(i.indkey) and a.attgenerated = '' and a.atttypid in ('text'::regtype, 'jsonb'::regtype))
         as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_index i on i.indrelid = c.oid and i.indisprimary
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = $1 and c.relkind = 'r' and not c.relname = any($2)
     group by 1, 2 order by 2`,
    [schema, NOT_OURS],
  );
  return rows.filter(({ columns }) => columns !== null);
}

type Reindex = (state: object, sealer: Sealer, index: ContactIndex) => object;

// By file, not by import: a library does not depend on the services, it only finds what they bring along.
async function reindexOf(service: string): Promise<Reindex | undefined> {
  const file = join(repositoryRoot, `dist/services/${service}/src/persistence/reindex-contact.js`);
  if (!existsSync(file)) return undefined;
  return ((await import(pathToFileURL(file).href)) as { reindexContact: Reindex }).reindexContact;
}

function rewriteBody(reindex: Reindex, sealer: Sealer, sealKeys: readonly SealKey[]): Rewrite {
  const index = new ContactIndex(sealKeys);
  return (row) => {
    const state = JSON.parse(row['body']!) as object;
    const fresh = JSON.stringify(reindex(state, sealer, index));
    return fresh === JSON.stringify(state) ? row : { ...row, body: fresh };
  };
}
