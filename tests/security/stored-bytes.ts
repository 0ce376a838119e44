import type { Pool } from 'pg';

/** Every row of every table outside PostgreSQL's own schemas, as text: what a dump would hold. */
export async function dumpOf(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1`,
  );
  let dump = '';
  for (const { name } of rows) {
    const { rows: all } = await pool.query<{ line: string }>(`select t::text as line from ${name} t`);
    dump += `${name}\n${all.map(({ line }) => line).join('\n')}\n`;
  }
  return dump;
}

/** Where the log of this server stands now; files before it are of no interest. */
export async function walFile(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>('select pg_walfile_name(pg_current_wal_lsn()) as name');
  return rows[0]!.name;
}

/** The files of this database in the server's data directory, then its write-ahead log from `since` on. */
export async function* dataFiles(pool: Pool, since: string): AsyncGenerator<{ path: string; bytes: Buffer }> {
  await pool.query('checkpoint');
  const { rows } = await pool.query<{ path: string }>(
    `select d.folder || '/' || f as path
     from (select 'base/' || oid as folder from pg_database where datname = current_database()) d, pg_ls_dir(d.folder) f
     union all select 'pg_wal/' || name from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$' and name >= $1
       and name <= pg_walfile_name(pg_current_wal_lsn())`,
    [since],
  );
  for (const { path } of rows) {
    const read = await pool.query<{ bytes: Buffer | null }>('select pg_read_binary_file($1, true) as bytes', [
      path,
    ]);
    // A file may have gone since it was listed.
    const bytes = read.rows[0]?.bytes;
    if (bytes) yield { path, bytes };
  }
}
