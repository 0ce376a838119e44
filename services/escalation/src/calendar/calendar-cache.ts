import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import type { Profile } from '#profile/model.js';
import type { Calendar, CalendarDay } from '#working-time/calendar.js';
import { type Closure, NO_CLOSURES } from '#working-time/closure.js';
import { DEFAULT_OFFICE_HOURS, type OfficeHours } from '#working-time/office-hours.js';
import type { WorkingContext } from '#working-time/working-index.js';

/** Calendar and closures of one revision, with the contexts made of them: the same objects for the same place. */
export class WorkingCalendar {
  private readonly closuresByArea = new Map<string, readonly Closure[]>();
  private readonly closuresBySet = new Map<string, readonly Closure[]>();

  constructor(
    readonly revision: number,
    readonly calendar: Calendar,
    readonly closures: readonly Closure[],
  ) {}

  at(areaCode: string, profile: Profile): WorkingContext {
    const officeHours = (profile.officeHours as OfficeHours | undefined) ?? DEFAULT_OFFICE_HOURS;
    return { calendar: this.calendar, officeHours, closures: this.closuresAt(areaCode) };
  }

  /** Of the area and every one above it. Areas with the same closures share one list, since the index is found by identity. */
  private closuresAt(areaCode: string): readonly Closure[] {
    if (this.closures.length === 0) return NO_CLOSURES;
    const known = this.closuresByArea.get(areaCode);
    if (known) return known;
    const own = this.closures.filter(({ area }) => areaCode.startsWith(area));
    const key = own.map((closure) => this.closures.indexOf(closure)).join();
    const shared = own.length === 0 ? NO_CLOSURES : (this.closuresBySet.get(key) ?? own);
    this.closuresBySet.set(key, shared);
    this.closuresByArea.set(areaCode, shared);
    return shared;
  }
}

interface CoverageRow {
  readonly version: string;
  readonly coverage_from: string;
  readonly coverage_until: string;
  readonly revision: string;
}

const COVERAGE = `select version, coverage_from::text, coverage_until::text, revision from escalation.calendar_coverage`;

/** The calendar in memory; each batch asks once whether it is still the one in force. */
@Injectable()
export class CalendarCache {
  private loaded: WorkingCalendar | undefined;

  /** The last one that was loaded; for metrics. */
  get current(): WorkingCalendar | undefined {
    return this.loaded;
  }

  /**
   * Locked for share until the transaction ends: a change of the calendar waits for deadlines being counted by the old one,
   * and so finds them when it looks for what has to be counted again.
   */
  load(client: PoolClient): Promise<WorkingCalendar> {
    return this.read(client, { name: 'escalation.calendar-share', text: `${COVERAGE} for share` });
  }

  /** For answers: as committed, nothing locked. */
  look(pool: Pool | PoolClient): Promise<WorkingCalendar> {
    return this.read(pool, { name: 'escalation.calendar', text: COVERAGE });
  }

  private async read(
    client: Pool | PoolClient,
    query: { name: string; text: string },
  ): Promise<WorkingCalendar> {
    const { rows } = await client.query<CoverageRow>(query);
    const row = rows[0];
    if (!row) throw new Error('the calendar has no coverage row');
    const revision = Number(row.revision);
    if (this.loaded?.revision === revision) return this.loaded;
    const fresh = new WorkingCalendar(revision, await daysOf(client, row), await closuresOf(client));
    if (!this.loaded || fresh.revision > this.loaded.revision) this.loaded = fresh;
    return fresh;
  }
}

async function daysOf(client: Pool | PoolClient, row: CoverageRow): Promise<Calendar> {
  const { rows } = await client.query<CalendarDay & { day: string; nameEn: string | null }>(
    'select day::text, kind, name, name_en as "nameEn" from escalation.calendar_day order by day',
  );
  const days = rows.map(({ day, kind, name, nameEn }): [string, CalendarDay] => [
    day,
    nameEn === null ? { kind, name } : { kind, name, nameEn },
  ]);
  return {
    version: row.version,
    coverageFrom: row.coverage_from,
    coverageUntil: row.coverage_until,
    days: new Map(days),
  };
}

async function closuresOf(client: Pool | PoolClient): Promise<readonly Closure[]> {
  const { rows } = await client.query<Closure>(
    `select area_code as area, from_day::text as "from", until_day::text as until, reason
     from escalation.closure order by id`,
  );
  return rows.length === 0 ? NO_CLOSURES : rows;
}
