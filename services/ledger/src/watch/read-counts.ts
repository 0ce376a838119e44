import type { Pool } from 'pg';
import { toOffsetTime } from '#chassis/time.js';
import { late } from '../list-requests/conditions.js';

export interface HeldRequest {
  readonly number: string;
  readonly category: string | null;
  readonly severity: string | null;
  readonly office: string | null;
  /** How often it came up by deadline, help or dispute. */
  readonly climbs: number;
  /** RFC 3339 with offset. */
  readonly since: string;
  readonly dueAt: string | null;
  readonly overdue: boolean;
}

export interface LevelCounts {
  readonly jurisdiction: string;
  /** null: with nobody yet (received, or waiting for triage). */
  readonly level: string | null;
  readonly open: number;
  readonly overdue: number;
  /** Came up to this level today, by deadline, help or dispute. */
  readonly escalatedToday: number;
  /** The most pressing first. */
  readonly holding: readonly HeldRequest[];
}

interface Row {
  readonly jurisdiction: string;
  readonly level: string | null;
  readonly open: number;
  readonly overdue: number;
  readonly holding: (Omit<HeldRequest, 'since' | 'dueAt'> & { since: string; dueAt: string | null })[];
}

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Beginning of the day in Beijing. */
const dayOf = (now: number): number => Math.floor((now + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS;

/** What each level of each jurisdiction holds. @param now domain time, epoch ms */
export async function readCounts(pool: Pool, now: number, top: number): Promise<LevelCounts[]> {
  const [held, climbs] = await Promise.all([
    pool.query<Row>({
      name: 'ledger.watch-held',
      text: `with held as (
          select l.*, ${late('$1::timestamptz')} as is_late,
            row_number() over (partition by jurisdiction, held_level
              order by coalesce(overdue_since, next_due_at) nulls last, request_id) as place
          from (select *, case when state in ('assigned', 'in_work') then level end as held_level
                from ledger.request_list where state in ('received', 'awaiting_triage', 'assigned', 'in_work')) l)
        select jurisdiction, held_level as level, count(*)::int as open, count(*) filter (where is_late)::int as overdue,
          jsonb_agg(jsonb_build_object('number', number, 'category', category, 'severity', severity, 'office', office, 'climbs', climbs,
            'since', coalesce(held_since, submitted_at), 'dueAt', next_due_at, 'overdue', is_late) order by place)
            filter (where place <= $2) as holding
        from held group by jurisdiction, held_level order by jurisdiction, held_level`,
      values: [new Date(now).toISOString(), top],
    }),
    pool.query<{ jurisdiction: string; level: string; climbs: number }>({
      name: 'ledger.watch-climbs',
      text: `select jurisdiction, to_level as level, count(*)::int as climbs from ledger.move
             where cause in ('deadline', 'help', 'dispute') and at >= $1 group by jurisdiction, to_level`,
      values: [new Date(dayOf(now)).toISOString()],
    }),
  ]);
  const climbed = new Map(climbs.rows.map((row) => [`${row.jurisdiction} ${row.level}`, row.climbs]));
  const counts = held.rows.map(({ jurisdiction, level, open, overdue, holding }): LevelCounts => {
    const key = `${jurisdiction} ${level}`;
    const escalatedToday = climbed.get(key) ?? 0;
    climbed.delete(key);
    return { jurisdiction, level, open, overdue, escalatedToday, holding: holding.map(withOffset) };
  });
  // Levels that let go of everything that came up today.
  const emptied = [...climbed].map(([key, escalatedToday]): LevelCounts => {
    const [jurisdiction = '', level = ''] = key.split(' ');
    return { jurisdiction, level, open: 0, overdue: 0, escalatedToday, holding: [] };
  });
  return [...counts, ...emptied];
}

const withOffset = (held: Row['holding'][number]): HeldRequest => ({
  ...held,
  since: toOffsetTime(held.since),
  dueAt: held.dueAt === null ? null : toOffsetTime(held.dueAt),
});
