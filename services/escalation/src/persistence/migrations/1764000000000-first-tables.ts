import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventlogTables } from '#eventlog/eventlog-tables.js';
import { OFFICIAL_CALENDAR } from '#working-time/official-calendar.js';

export class FirstTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(eventlogTables('escalation'));
    await runner.query(`
      -- What is published if it passes was decided when it was set: firing needs no thought, only this row.
      create table escalation.deadline (
        request_id uuid not null,
        assignment_number integer not null,
        kind text not null,
        ordinal integer not null,
        due_at timestamptz not null,
        counted_from timestamptz not null,
        provisional boolean not null,
        state text not null default 'pending' check (state in ('pending', 'fired', 'done')),
        consequence jsonb not null,
        primary key (request_id, assignment_number, kind, ordinal)
      );
      create index deadline_due on escalation.deadline (due_at) where state = 'pending';

      -- One row. Locked for share by every batch that counts deadlines, raised by whoever changes days or closures.
      create table escalation.calendar_coverage (
        one boolean primary key default true check (one),
        version text not null,
        coverage_from date not null,
        coverage_until date not null,
        revision bigint not null default 1
      );
      create table escalation.calendar_day (
        day date primary key,
        kind text not null check (kind in ('holiday', 'makeup')),
        name text not null,
        name_en text
      );
      create table escalation.closure (
        id bigint generated always as identity primary key,
        area_code text not null,
        from_day date not null,
        until_day date not null,
        reason text not null,
        unique (area_code, from_day, until_day),
        check (until_day >= from_day)
      );

      -- Deadlines to be counted again after a change of the calendar; worked through in the order of the requests' ids.
      create table escalation.recalculation (
        id bigint generated always as identity primary key,
        rule text not null,
        facts jsonb not null,
        area_code text not null default '',
        from_day date,
        until_day date,
        done_until uuid not null default '00000000-0000-0000-0000-000000000000'
      );
    `);
    const { version, coverageFrom, coverageUntil, days } = OFFICIAL_CALENDAR;
    await runner.query(
      'insert into escalation.calendar_coverage (version, coverage_from, coverage_until) values ($1, $2, $3)',
      [version, coverageFrom, coverageUntil],
    );
    await runner.query(
      `insert into escalation.calendar_day (day, kind, name, name_en)
       select day, kind, name, "nameEn" from jsonb_to_recordset($1::jsonb) as d(day date, kind text, name text, "nameEn" text)`,
      [JSON.stringify([...days].map(([day, named]) => ({ day, ...named })))],
    );
  }

  async down(): Promise<void> {
    throw new Error('the first tables are not taken away');
  }
}
