import type { MigrationInterface, QueryRunner } from 'typeorm';
import { setScope } from '#eventlog/row-scope.js';

/**
 * What is still to be sent waits in a table of its own, a row as long as it waits and no longer (ADR 14). Of the notice itself
 * only how it went is written there once more.
 */
export class NoticesWaitInALine1764000001200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table notification.waiting_notice (
        -- Both the notice's.
        id uuid primary key,
        place bigint not null,
        -- That one begun included.
        attempts int not null default 0,
        -- Real time: retries and leases go by the provider's day, not by the installation's.
        next_attempt_at timestamptz not null default clock_timestamp()
      );
      -- The whole order in which they are sent: a line of any length is read from its head and never sorted.
      create index waiting_notice_in_order on notification.waiting_notice (next_attempt_at, place);
      ${setScope('system')};
      insert into notification.waiting_notice (id, place, attempts, next_attempt_at)
        select id, place, attempts, next_attempt_at from notification.notice where state in ('pending', 'failed');
      drop index notification.notice_in_order;
      alter table notification.notice drop column next_attempt_at;
    `);
  }

  async down(): Promise<void> {
    throw new Error('the line is not put back among the notices');
  }
}
