import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes by which lists find a page among any number of requests. */
export class ListsAtAnySize1764000001200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What was held in an area, wherever it is now. Codes are prefixes of what they contain.
      create index holding_in_area on ledger.holding (area_code text_pattern_ops);
      -- The open ones, few among all, newest first.
      create index request_list_open_by_time on ledger.request_list (submitted_at desc, request_id desc)
        where state in ('received', 'awaiting_triage', 'assigned', 'in_work');
    `);
  }

  async down(): Promise<void> {
    throw new Error('lists of many requests need their indexes');
  }
}
