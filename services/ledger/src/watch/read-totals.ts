import type { Pool } from 'pg';

/** What the levels' counts do not say: how requests of a jurisdiction left the ladder. */
export interface Totals {
  readonly jurisdiction: string;
  /** Solved, as the officer says; the requester has not yet said so. */
  readonly resolved: number;
  /** Closed in the last seven days. */
  readonly closedInWeek: number;
  /** Moves up by deadline, help or dispute in the last seven days. */
  readonly climbsInWeek: number;
}

const WEEK_MS = 7 * 86_400_000;

/** @param now domain time, epoch ms */
export async function readTotals(pool: Pool, now: number): Promise<Totals[]> {
  const { rows } = await pool.query<Totals>({
    name: 'ledger.watch-totals',
    text: `with left_ladder as (
        select jurisdiction, count(*) filter (where state = 'resolved')::int as resolved,
          count(*) filter (where closed_at >= $1::timestamptz)::int as closed
        from ledger.request_list where state = 'resolved' or closed_at >= $1::timestamptz group by jurisdiction),
      climbed as (
        select jurisdiction, count(*)::int as climbs from ledger.move
        where cause in ('deadline', 'help', 'dispute') and at >= $1::timestamptz group by jurisdiction)
      select jurisdiction, coalesce(resolved, 0) as resolved, coalesce(closed, 0) as "closedInWeek",
        coalesce(climbs, 0) as "climbsInWeek"
      from left_ladder full join climbed using (jurisdiction) order by jurisdiction`,
    values: [new Date(now - WEEK_MS).toISOString()],
  });
  return rows;
}
