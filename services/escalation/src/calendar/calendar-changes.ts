import { Injectable } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { Problem } from '#chassis/problem.js';
import { inTransaction } from '#eventlog/in-transaction.js';
import { type Calendar, type CalendarAnnouncement, withAnnouncement } from '#working-time/calendar.js';
import { changedDays } from '#working-time/calendar-change.js';
import type { Closure } from '#working-time/closure.js';
import { CalendarCache, type WorkingCalendar } from './calendar-cache.js';

/** What a change does: the calendar from now on, and which days differ. */
export interface CalendarChange {
  readonly calendar: Calendar;
  readonly changedDays: readonly string[];
}

interface Recalculation {
  readonly rule: 'calendar.imported' | 'closure.announced';
  readonly facts: object;
  readonly areaCode: string;
  readonly days: readonly string[];
}

/** Writes announcements and closures, each with the order to count again what they touch, in one transaction. */
@Injectable()
export class CalendarChanges {
  constructor(
    private readonly pool: Pool,
    private readonly cache: CalendarCache,
  ) {}

  /** @throws Problem calendar_invalid, calendar_version_known */
  importAnnouncement(announcement: CalendarAnnouncement): Promise<CalendarChange> {
    return this.change(async (client, { calendar }) => {
      const after = merged(calendar, announcement);
      const days = changedDays(calendar, after);
      const same = days.length === 0 && after.coverageUntil === calendar.coverageUntil;
      if (announcement.version === calendar.version) {
        if (same) return { calendar, changedDays: [] };
        throw new Problem('calendar_version_known', { facts: { version: calendar.version } });
      }
      await writeCalendar(client, after);
      await order(client, {
        rule: 'calendar.imported',
        facts: { calendarVersion: after.version, calendarBefore: calendar.version },
        areaCode: '',
        days,
      });
      return { calendar: after, changedDays: days };
    });
  }

  /** The same closure announced twice is one. */
  announceClosure({ area, from, until = from, reason }: Closure): Promise<{ isNew: boolean }> {
    return this.change(async (client) => {
      const { rowCount } = await client.query(
        `insert into escalation.closure (area_code, from_day, until_day, reason) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [area, from, until, reason],
      );
      if (!rowCount) return { isNew: false };
      await client.query('update escalation.calendar_coverage set revision = revision + 1');
      const facts = { areaCode: area, closedFrom: from, closedUntil: until };
      await order(client, { rule: 'closure.announced', facts, areaCode: area, days: [from, until] });
      return { isNew: true };
    });
  }

  private change<T>(work: (client: PoolClient, before: WorkingCalendar) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, async (client) => {
      // Waits for every batch that counts by the calendar of before.
      await client.query('select from escalation.calendar_coverage for update');
      return work(client, await this.cache.look(client));
    });
  }
}

function merged(calendar: Calendar, announcement: CalendarAnnouncement): Calendar {
  try {
    return withAnnouncement(calendar, announcement);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem('calendar_invalid', { detail: error.message });
  }
}

async function writeCalendar(client: PoolClient, calendar: Calendar): Promise<void> {
  await client.query('delete from escalation.calendar_day');
  await client.query(
    `insert into escalation.calendar_day (day, kind, name, name_en)
     select day, kind, name, "nameEn" from jsonb_to_recordset($1::jsonb) as d(day date, kind text, name text, "nameEn" text)`,
    [JSON.stringify([...calendar.days].map(([day, named]) => ({ day, ...named })))],
  );
  await client.query(
    `update escalation.calendar_coverage
     set version = $1, coverage_from = $2, coverage_until = $3, revision = revision + 1`,
    [calendar.version, calendar.coverageFrom, calendar.coverageUntil],
  );
}

const order = (client: PoolClient, { rule, facts, areaCode, days }: Recalculation) =>
  client.query(
    `insert into escalation.recalculation (rule, facts, area_code, from_day, until_day) values ($1, $2, $3, $4, $5)`,
    [rule, JSON.stringify(facts), areaCode, days[0] ?? null, days.at(-1) ?? null],
  );
