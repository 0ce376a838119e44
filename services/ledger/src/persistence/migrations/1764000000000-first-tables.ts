import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventlogTables } from '#eventlog/eventlog-tables.js';

export class FirstTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(eventlogTables('ledger'));
    await runner.query(`
      -- One row a request: what lists and counts ask for. What is answered stands in ledger.request.
      create table ledger.request_list (
        request_id uuid primary key,
        number text not null unique,
        number_digits text not null unique,
        jurisdiction text not null,
        area_code text,
        -- Where it is as far as anybody knows: what area scopes are compared with.
        scope_area text not null,
        holder_area text,
        level text,
        office text,
        officer text,
        state text not null,
        category text,
        severity text,
        kind text,
        next_due_at timestamptz,
        overdue_since timestamptz,
        submitted_at timestamptz not null,
        held_since timestamptz,
        accepted_at timestamptz,
        resolved_at timestamptz,
        closed_at timestamptz,
        closed_how text,
        rating int,
        disputes int not null,
        climbs int not null,
        requester_id text not null
      );
      create index request_list_by_time on ledger.request_list (submitted_at desc, request_id desc);
      create index request_list_of_requester on ledger.request_list (requester_id, submitted_at desc);
      create index request_list_of_office on ledger.request_list (office, submitted_at desc);
      create index request_list_of_officer on ledger.request_list (officer, submitted_at desc);
      -- Area codes are prefixes of what they contain: text_pattern_ops makes a prefix a range.
      create index request_list_in_area on ledger.request_list (scope_area text_pattern_ops, submitted_at desc);
      create index request_list_open on ledger.request_list (jurisdiction, level, next_due_at)
        where state in ('received', 'awaiting_triage', 'assigned', 'in_work');

      create table ledger.timeline_entry (
        request_id uuid not null,
        seq int not null,
        event_id uuid not null unique,
        type text not null,
        at timestamptz not null,
        by jsonb not null,
        level text,
        assignment_number int,
        reason jsonb not null,
        about jsonb not null,
        sealed text,
        primary key (request_id, seq)
      );

      create table ledger.holding (
        request_id uuid not null,
        assignment_number int not null,
        level text not null,
        area_code text not null,
        office text not null,
        officer text not null,
        from_at timestamptz not null,
        until_at timestamptz,
        accepted_at timestamptz,
        ended_because text,
        primary key (request_id, assignment_number)
      );
      create index holding_of_office on ledger.holding (office, from_at);

      -- Requests seen moving, for whoever watches. The id only orders what is shown.
      create table ledger.move (
        id bigint generated always as identity primary key,
        request_id uuid not null,
        seq int not null,
        number text not null,
        jurisdiction text not null,
        from_level text,
        to_level text,
        cause text not null,
        reason jsonb not null,
        at timestamptz not null,
        unique (request_id, seq)
      );
      create index move_at on ledger.move (at) where cause in ('deadline', 'help', 'dispute');
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first tables are not taken away; the ledger can be rebuilt from the log');
  }
}
