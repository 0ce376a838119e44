import { setTimeout as sleep } from 'node:timers/promises';
import { chain } from '../../dist/libs/contracts/src/chain.js';
import { connect } from '../harness/stack.mjs';

const SCHEMAS = ['intake', 'triage', 'assignment', 'escalation', 'notification', 'ledger'];
const CHUNK = 20_000;
const PATIENCE_MS = 60_000;
/** Ids and numbers of what is stored lie before those of the measurement, in the order of their times, as they would. */
const LONG_AGO_MS = 1_700_000_000_000;

/**
 * Stores closed requests in every schema by SQL: copies of one that has really lived, each with ids and tracking number of its own,
 * with as many inbox rows and receipts as it left. The database must hold that one life and nothing else the first time.
 */
export class StoredLives {
  /** So many are stored. */
  count = 0;

  static async of(databaseUrl, template) {
    const client = await connect(databaseUrl);
    await untilAtRest(client);
    const { rows } = await client.query('select number from ledger.request_list where request_id = $1', [
      template,
    ]);
    const tables = await tablesWithRequests(client, template, rows[0].number);
    const perLife = {};
    for (const schema of SCHEMAS)
      for (const table of ['inbox', 'receipt']) {
        const counted = await client.query(`select count(*)::int as n from ${schema}.${table}`);
        perLife[`${schema}.${table}`] = counted.rows[0].n;
      }
    await client.end();
    return new StoredLives(databaseUrl, template, tables, perLife);
  }

  constructor(databaseUrl, template, tables, perLife) {
    Object.assign(this, { databaseUrl, template, tables, perLife });
  }

  /** Until `total` are stored. */
  async fillTo(total) {
    const work = [];
    for (let from = this.count + 1; from <= total; from += CHUNK) {
      const until = Math.min(total, from + CHUNK - 1);
      for (const statement of this.tables) work.push([statement, [from, until, this.template]]);
      for (const [table, count] of Object.entries(this.perLife))
        if (count > 0) work.push([copiesOf(table), [(until - from + 1) * count]]);
    }
    this.count = total;
    await Promise.all([this.#work(work), this.#work(work)]);
    const client = await connect(this.databaseUrl);
    for (const schema of SCHEMAS) {
      const { rows } = await client.query('select tablename from pg_tables where schemaname = $1', [schema]);
      for (const { tablename } of rows) await client.query(`vacuum (analyze) ${schema}.${tablename}`);
    }
    await client.query('checkpoint');
    await client.end();
  }

  async #work(work) {
    const client = await connect(this.databaseUrl);
    await client.query('set synchronous_commit = off');
    for (let next = work.shift(); next; next = work.shift()) await client.query(...next);
    await client.end();
  }
}

/** The ledger shows a request closed before all have heard of it: what is copied must be a life that waits for nothing any more. */
async function untilAtRest(client) {
  for (const until = performance.now() + PATIENCE_MS; ; await sleep(50)) {
    const written = await countOf(
      client,
      SCHEMAS.map((schema) => `select seq as n from ${schema}.request`),
    );
    const { rows } = await client.query(
      'select type, count(*)::int as n from ledger.timeline_entry group by 1',
    );
    const told = rows.reduce((sum, { n }) => sum + n, 0);
    const readers = rows.flatMap(({ type, n }) =>
      chain.find(({ event }) => event === type).readers.map((reader) => ({ reader, n })),
    );
    const owed = readers.reduce((sum, { n }) => sum + n, told);
    const handled = await countOf(
      client,
      SCHEMAS.map((schema) => `select 1 as n from ${schema}.inbox`),
    );
    const waiting = await countOf(client, [
      `select 1 as n from notification.notice where state in ('pending', 'failed')`,
    ]);
    if (written === told && handled === owed && waiting === 0) return;
    if (performance.now() > until)
      throw new Error(
        `the life to copy is not at rest: ${written} events written, ${told} in the ledger; ${handled} of ${owed} handled; ${waiting} notices wait`,
      );
  }
}

async function countOf(client, queries) {
  const { rows } = await client.query(
    `select coalesce(sum(n), 0)::int as n from (${queries.join(' union all ')}) all_of_them`,
  );
  return rows[0].n;
}

function copiesOf(table) {
  return table.endsWith('.inbox')
    ? `insert into ${table} (event_id, outcome) select uuidv7(), 'applied' from generate_series(1, $1::int)`
    : `insert into ${table} (key, payload_hash, response)
       select encode(sha256(uuidv7()::text::bytea), 'base64'), payload_hash, response
       from generate_series(1, $1::int), lateral (select payload_hash, response from ${table} limit 1) one`;
}

const NEW_ID = `(lpad(to_hex(${LONG_AGO_MS} + g), 12, '0') || '70008000' || lpad(to_hex(g), 12, '0'))::uuid`;
const NEW_NUMBER = `('310106-230101-' || lpad(g::text, 8, '0') || '-0')`;

/** One statement for each table that says which request a row is about. */
async function tablesWithRequests(client, id, number) {
  const { rows } = await client.query(
    `select c.table_schema as schema, c.table_name as name,
       json_agg(json_build_object('name', c.column_name, 'type', c.udt_name) order by c.ordinal_position) as columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = any($1) and t.table_type = 'BASE TABLE' and t.table_name <> 'dead_letter'
       and c.is_identity = 'NO' and c.is_generated = 'NEVER'
     group by 1, 2 having bool_or(c.column_name = 'request_id')`,
    [SCHEMAS],
  );
  const statements = [];
  for (const { schema, name, columns } of rows) {
    const table = `${schema}.${name}`;
    const values = [];
    for (const column of columns) values.push(await copied(client, table, column, id, number));
    const names = columns.map((column) => `"${column.name}"`).join(', ');
    statements.push(
      `insert into ${table} (${names}) select ${values.join(', ')}
       from ${table} t cross join generate_series($1::bigint, $2::bigint) g where t.request_id = $3`,
    );
  }
  return statements;
}

async function copied(client, table, { name, type }, id, number) {
  if (name === 'request_id') return NEW_ID;
  if (type === 'uuid') return 'uuidv7()';
  const column = `t."${name}"`;
  let value = `${column}::text`;
  for (const [old, fresh] of [
    [id, `${NEW_ID}::text`],
    [number, NEW_NUMBER],
    [number.replaceAll('-', ''), `replace(${NEW_NUMBER}, '-', '')`],
  ]) {
    const { rows } = await client.query(
      `select 1 from ${table} where request_id = $1 and strpos("${name}"::text, $2) > 0 limit 1`,
      [id, old],
    );
    if (rows.length > 0) value = `replace(${value}, '${old}', ${fresh})`;
  }
  return value === `${column}::text` ? column : `${value}::${type}`;
}
