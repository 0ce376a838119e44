import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventlogTables } from '#eventlog/eventlog-tables.js';

export class FirstTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(eventlogTables('assignment'));
    await runner.query(`
      create table assignment.area (
        code text primary key check (code ~ '^[0-9]{2,15}$'),
        name text not null,
        level text not null,
        aliases text[] not null default '{}',
        lat double precision,
        lon double precision
      );
      create table assignment.office (
        code text primary key,
        area_code text not null references assignment.area (code),
        level text not null,
        name text not null,
        matters text[] not null default '{}'
      );
      create index office_of_area on assignment.office (area_code);
      create table assignment.officer (
        id text primary key,
        office_code text not null references assignment.office (code),
        name text not null,
        phone text not null,
        duty text not null check (duty in ('lead', 'member', 'deputy_lead'))
      );
      create index officer_of_office on assignment.officer (office_code);
      create table assignment.relation (
        kind text not null check (kind in ('deputy')),
        officer_id text not null references assignment.officer (id) on delete cascade,
        area_code text not null references assignment.area (code) on delete cascade,
        primary key (kind, officer_id, area_code)
      );
      create table assignment.absence (
        id uuid primary key default gen_random_uuid(),
        officer_id text not null references assignment.officer (id) on delete cascade,
        from_at timestamptz not null,
        until_at timestamptz not null,
        reason text not null default '',
        unique (officer_id, from_at, until_at),
        check (until_at > from_at)
      );

      -- One row. Raised by whoever changes the registry, read (and locked for share) by every batch that routes.
      create table assignment.registry_version (
        one boolean primary key default true check (one),
        version bigint not null
      );
      insert into assignment.registry_version (version) values (1);

      -- From due_at on, what these officers hold has to be looked at again; written with the change that makes it so.
      create table assignment.stand_in_due (
        id bigint generated always as identity primary key,
        officer_id text not null,
        due_at timestamptz not null
      );
      create index stand_in_due_at on assignment.stand_in_due (due_at, id);

      -- Who holds what is open, beside the states: one row a request, so one holder.
      create table assignment.holding (
        request_id uuid primary key,
        number integer not null,
        officer_id text not null,
        office_code text not null,
        area_code text not null,
        level text not null
      );
      create index holding_of_officer on assignment.holding (officer_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first tables are not taken away');
  }
}
