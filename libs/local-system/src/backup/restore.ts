import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { textArray } from '#eventlog/text-array.js';
import type { BackupHeader, BackupOptions } from './back-up.js';
import { writeOffsets } from './group-offsets.js';
import { migrated, storedTables } from './stored-tables.js';

const AT_ONCE = 2_000;

type Mark =
  | { readonly table: string; readonly columns: readonly string[] }
  | { readonly sequence: string; readonly last: string; readonly called: boolean }
  | { readonly rows: number };

/**
 * Puts a backup into a database that `liandong migrate` has prepared and nobody has used, and the services' consumers to where
 * they stood. The services must not run. In one transaction: after a failure the database is as it was.
 * @returns rows restored
 */
export async function restore({ databaseUrl, log, file }: BackupOptions): Promise<number> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity })[
    Symbol.asyncIterator
  ]();
  const next = async (): Promise<string | undefined> => {
    const { value, done } = await lines.next();
    return done ? undefined : (value as string);
  };
  const header = JSON.parse((await next()) ?? '{}') as Partial<BackupHeader>;
  if (header.liandong !== 1 || !header.migrated || !header.offsets)
    throw new Error('不是备份 / this is no backup');
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'liandong-restore' });
  await client.connect();
  try {
    await client.query('begin');
    // What refers to each other comes in the order of the alphabet; the rows were sound together when they were written.
    await client.query('set local session_replication_role = replica');
    await mustFit(client, header.migrated);
    const rows = await fill(client, next);
    await writeOffsets(log, header.offsets);
    await client.query('commit');
    return rows;
  } finally {
    await client.end();
  }
}

async function mustFit(client: pg.Client, expected: readonly string[]): Promise<void> {
  const found = await migrated(client);
  if (found.join() !== expected.join())
    throw new Error('备份来自另一版本 / the backup is of another version: migrate to the same one first');
  for (const { name } of await storedTables(client))
    if (name.endsWith('.request') || name === 'audit.reading') {
      const { rowCount } = await client.query(`select from ${name} limit 1`);
      if (rowCount) throw new Error(`${name} 不是空的 / is not empty: restore into a new database`);
    }
}

async function fill(client: pg.Client, next: () => Promise<string | undefined>): Promise<number> {
  let into: Extract<Mark, { table: string }> | undefined;
  let waiting: string[] = [];
  let rows = 0;
  const flush = async (): Promise<void> => {
    if (!into || waiting.length === 0) return;
    await client.query(
      `insert into ${into.table} (${into.columns.join()}) overriding system value
       select ${into.columns.map((column) => `r.${column}`).join()} from unnest($1::text[]) with ordinality as l(line, nth),
         jsonb_populate_record(null::${into.table}, l.line::jsonb) as r order by l.nth`,
      [textArray(waiting)],
    );
    rows += waiting.length;
    waiting = [];
  };
  for (let line = await next(); line !== undefined; line = await next()) {
    const mark = markOf(line);
    if (!mark) {
      if (waiting.push(line) >= AT_ONCE) await flush();
      continue;
    }
    await flush();
    if ('table' in mark) {
      into = mark;
      // What a migration put there; the audit is only added to, and was found empty.
      if (mark.table !== 'audit.reading') await client.query(`delete from ${mark.table}`);
    } else if ('sequence' in mark)
      await client.query('select setval($1::regclass, $2::bigint, $3)', [
        mark.sequence,
        mark.last,
        mark.called,
      ]);
    else if (mark.rows === rows) return rows;
    else break;
  }
  throw new Error('备份不完整 / the backup is not whole');
}

// No table has columns of these names.
function markOf(line: string): Mark | undefined {
  return /^\{"(table|sequence|rows)":/.test(line) ? (JSON.parse(line) as Mark) : undefined;
}
