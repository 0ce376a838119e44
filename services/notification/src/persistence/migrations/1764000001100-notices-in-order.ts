import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The index by which notices are claimed has their whole order, so that a line of any length is read from its head and never sorted. */
export class NoticesInOrder1764000001100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index notice_in_order on notification.notice (next_attempt_at, place) where state in ('pending', 'failed');
      drop index notification.notice_due;
    `);
  }

  async down(): Promise<void> {
    throw new Error('the shorter index is not brought back');
  }
}
