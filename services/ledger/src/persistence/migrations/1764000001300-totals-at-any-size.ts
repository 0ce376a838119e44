import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes by which those who watch are told of a week without a look at every request there is. */
export class TotalsAtAnySize1764000001300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index request_list_resolved on ledger.request_list (jurisdiction) where state = 'resolved';
      create index request_list_closed_at on ledger.request_list (closed_at) where closed_at is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('totals of many requests need their indexes');
  }
}
