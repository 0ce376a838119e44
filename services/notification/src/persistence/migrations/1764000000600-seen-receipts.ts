import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SeenReceipts1764000000600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Receipts by the id they were signed with, as long as their signature is in time: said again they change nothing.
      create table notification.seen_receipt (
        webhook_id text primary key,
        seen_at timestamptz not null default clock_timestamp()
      );
      create index seen_receipt_at on notification.seen_receipt (seen_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('the seen receipts are not taken away');
  }
}
