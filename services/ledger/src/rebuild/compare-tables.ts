import type { PoolClient } from 'pg';

export interface Difference {
  readonly table: string;
  readonly requestId: string;
  readonly only: 'live' | 'rebuilt';
  readonly row: unknown;
}

/** What is compared, without what only orders or dates the writing. */
const COMPARED: Readonly<Record<string, string>> = {
  request: 'to_jsonb(t)',
  request_list: 'to_jsonb(t)',
  timeline_entry: 'to_jsonb(t)',
  holding: 'to_jsonb(t)',
  move: `to_jsonb(t) - 'id'`,
};

/** Compares row by row. Requests of which one side knows more events are left out, and the events counted. */
export async function compareTables(
  client: PoolClient,
  live: string,
  rebuilt: string,
): Promise<{ behind: number; differences: Difference[] }> {
  const { rows: behind } = await client.query<{ n: number }>(
    `select count(*)::int as n from ${rebuilt}.inbox r where not exists (select from ${live}.inbox l where l.event_id = r.event_id)`,
  );
  const differences: Difference[] = [];
  for (const [table, row] of Object.entries(COMPARED)) {
    const { rows } = await client.query<Difference>(
      `with late as (
         select request_id from ${rebuilt}.timeline_entry e
         where not exists (select from ${live}.inbox l where l.event_id = e.event_id)),
       live as (select request_id, ${row} as row from ${live}.${table} t),
       rebuilt as (select request_id, ${row} as row from ${rebuilt}.${table} t)
       select '${table}' as "table", request_id as "requestId", "only", row from (
         (select request_id, row, 'live' as "only" from live except all select request_id, row, 'live' from rebuilt)
         union all
         (select request_id, row, 'rebuilt' from rebuilt except all select request_id, row, 'rebuilt' from live)) d
       where request_id not in (select request_id from late) order by request_id, "only" limit 100`,
    );
    differences.push(...rows);
  }
  return { behind: behind[0]?.n ?? 0, differences: differences.slice(0, 100) };
}
