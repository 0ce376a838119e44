import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventlogTables } from '#eventlog/eventlog-tables.js';

export class FirstTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(eventlogTables('triage'));
    // The queue is short and read in order of arrival: ids are UUIDv7.
    await runner.query(
      `create index triage_queue on triage.request (request_id) where body ->> 'status' = 'queued'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table triage.request, triage.inbox, triage.outbox, triage.receipt, triage.dead_letter',
    );
  }
}
