import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventlogTables } from '#eventlog/eventlog-tables.js';

export class FirstTables1764000000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(eventlogTables('notification'));
    await runner.query(`
      -- One row for each notice owed. Address and text are encrypted; \`id\` is what providers are given to tell repeats.
      create table notification.notice (
        place bigint generated always as identity unique,
        id uuid primary key default gen_random_uuid(),
        request_id uuid not null,
        key text not null,
        purpose text not null,
        recipient text not null check (recipient in ('resident', 'handler')),
        assignment_number int,
        number text not null,
        jurisdiction text not null,
        area_code text not null,
        office_code text,
        channel text not null,
        to_sealed text not null,
        text_sealed text not null,
        state text not null default 'pending'
          check (state in ('pending', 'failed', 'sent', 'undeliverable', 'done_by_hand')),
        attempts int not null default 0,
        -- Real time: retries and leases go by the provider's day, not by the installation's.
        next_attempt_at timestamptz not null default clock_timestamp(),
        last_fault text,
        reference text,
        receipt text,
        note_sealed text,
        told_by text,
        planned_at timestamptz not null,
        settled_at timestamptz,
        unique (request_id, key)
      );
      create index notice_due on notification.notice (next_attempt_at) where state in ('pending', 'failed');
      create index notice_by_state on notification.notice (state, place);

      -- What the catcher caught, instead of anybody's telephone.
      create table notification.caught (
        place bigint generated always as identity primary key,
        notice_id uuid not null unique,
        request_id uuid not null,
        number text not null,
        purpose text not null,
        recipient text not null,
        to_sealed text not null,
        text_sealed text not null,
        caught_at timestamptz not null
      );
      create index caught_of_number on notification.caught (number, place);
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first tables are not taken away');
  }
}
