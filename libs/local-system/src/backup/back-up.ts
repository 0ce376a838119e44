import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { type GroupOffsets, type Log, readOffsets } from './group-offsets.js';
import { migrated, sequences, storedTables } from './stored-tables.js';

export interface BackupOptions {
  /** Administrator's. */
  readonly databaseUrl: string;
  readonly log: Log;
  readonly file: string;
}

export interface BackupHeader {
  readonly liandong: 1;
  /** RFC 3339 UTC, real time. */
  readonly at: string;
  readonly migrated: readonly string[];
  /** Read before the tables: what was handled since is in the inbox, and has no second effect. */
  readonly offsets: GroupOffsets;
}

const AT_ONCE = 2_000;

/**
 * Writes all tables as of one moment, while the services go on: gzip of lines, a header, then for each table its name and its
 * rows as JSON, then the sequences. Sealed stays sealed: the keys are not in it.
 * @returns rows written
 */
export async function backUp({ databaseUrl, log, file }: BackupOptions): Promise<number> {
  const offsets = await readOffsets(log);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'liandong-backup' });
  await client.connect();
  const unfinished = `${file}.part`;
  const gzip = createGzip();
  const out = createWriteStream(unfinished, { mode: 0o600 });
  const written = finished(gzip.pipe(out));
  const line = async (text: string): Promise<void> => {
    if (!gzip.write(`${text}\n`)) await once(gzip, 'drain');
  };
  let rows = 0;
  try {
    // Whom row security would hide rows from is told so, instead of writing a backup without them.
    await client.query('begin isolation level repeatable read read only; set local row_security = off');
    const header: BackupHeader = {
      liandong: 1,
      at: new Date().toISOString(),
      migrated: await migrated(client),
      offsets,
    };
    await line(JSON.stringify(header));
    for (const { name, columns } of await storedTables(client)) {
      await line(JSON.stringify({ table: name, columns }));
      await client.query(`declare every no scroll cursor for select to_jsonb(t)::text as row from ${name} t`);
      for (;;) {
        const page = await client.query<{ row: string }>(`fetch ${AT_ONCE} from every`);
        for (const { row } of page.rows) await line(row);
        rows += page.rows.length;
        if (page.rows.length < AT_ONCE) break;
      }
      await client.query('close every');
    }
    for (const name of await sequences(client)) {
      const { rows: found } = await client.query(
        `select last_value::text as last, is_called as called from ${name}`,
      );
      await line(JSON.stringify({ sequence: name, ...found[0] }));
    }
    await line(JSON.stringify({ rows }));
    await client.query('commit');
  } finally {
    gzip.end();
    await client.end();
  }
  await written;
  await rename(unfinished, file);
  return rows;
}
