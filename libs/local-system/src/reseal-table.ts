import pg from 'pg';
import type { Sealer } from '#chassis/sealer.js';

/** A table whose text and JSON may hold what was sealed. */
export interface SealedTable {
  readonly schema: string;
  readonly table: string;
  readonly key: readonly Column[];
  readonly columns: readonly Column[];
}

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Columns by name, as text. */
export type Row = Readonly<Record<string, string | null>>;
/** What a service changes in a row beside the sealing. */
export type Rewrite = (row: Row) => Row;

const AT_ONCE = 500;

/**
 * Seals again, under the first key, what other keys sealed in this table, 500 rows a transaction. Rows that somebody holds are
 * left for the next pass: it never waits for whoever works, and so never stands in a deadlock with them.
 * @returns how many rows were changed, and how many still hold something of another key
 */
export async function resealTable(
  client: pg.Client,
  { schema, table, key, columns }: SealedTable,
  sealer: Sealer,
  rewrite: Rewrite = (row) => row,
): Promise<{ readonly resealed: number; readonly left: number }> {
  const t = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;
  const named = (list: readonly Column[], prefix = '') =>
    list.map(({ name }) => prefix + pg.escapeIdentifier(name));
  const holds = named(columns)
    .map((name) => `${name}::text ~ $1`)
    .join(' or ');
  const pattern = sealer.patternOfOthers();
  const after = `(${named(key).join()}) > (${key.map(({ type }, at) => `$${at + 2}::${type}`).join()})`;
  const select = (first: boolean) =>
    `select ${[...key, ...columns].map(({ name }) => `${pg.escapeIdentifier(name)}::text`).join()}
     from ${t} where (${holds}) ${first ? '' : `and ${after}`} order by ${named(key).join()}
     limit ${AT_ONCE} for update skip locked`;
  const update = `update ${t} t set ${columns.map(({ name, type }) => `${pg.escapeIdentifier(name)} = v.${pg.escapeIdentifier(name)}::${type}`).join()}
    from unnest(${[...key, ...columns].map((_, at) => `$${at + 1}::text[]`).join()}) as v(${named([...key, ...columns]).join()})
    where ${key.map(({ name, type }) => `t.${pg.escapeIdentifier(name)} = v.${pg.escapeIdentifier(name)}::${type}`).join(' and ')}`;

  const batch = (last: Row | null) =>
    inScope(client, async () => {
      const values = [pattern, ...(last ? key.map(({ name }) => last[name]) : [])];
      const { rows } = await client.query<Row>(select(last === null), values);
      const fresh = rows.map((row) => rewrite(resealed(row, columns, sealer)));
      if (fresh.length > 0)
        await client.query(
          update,
          [...key, ...columns].map(({ name }) => fresh.map((row) => row[name])),
        );
      return { last: rows.at(-1), changed: fresh.filter((row, at) => differs(row, rows[at]!)).length };
    });

  let total = 0;
  // What was skipped is looked for again, until a whole pass finds nothing it could change.
  for (let changed = -1; changed !== 0; total += Math.max(changed, 0)) {
    changed = 0;
    for (let done = await batch(null); done.last; done = await batch(done.last)) changed += done.changed;
  }
  const counted = `select count(*)::int as left from ${t} where ${holds}`;
  const { rows } = await inScope(client, () => client.query<{ left: number }>(counted, [pattern]));
  return { resealed: total, left: rows[0]!.left };
}

/** All rows of the schema, where row security shows none otherwise. */
async function inScope<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query(`begin; set local liandong.scope = 'system'`);
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

function resealed(row: Row, columns: readonly Column[], sealer: Sealer): Row {
  const own = columns.map(({ name }) => {
    const text = row[name];
    return [name, text ? sealer.resealWithin(text) : null] as const;
  });
  return { ...row, ...Object.fromEntries(own) };
}

const differs = (one: Row, other: Row): boolean =>
  Object.keys(other).some((name) => one[name] !== other[name]);
