import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FindByPhone1764000000700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Keyed hashes, nothing that could be read back. Columns of their own: an index on them works behind row security too.
      alter table intake.request
        add contact_phone text generated always as (body->'contactIndex'->>'phone') stored,
        add contact_last_four text generated always as (body->'contactIndex'->>'lastFour') stored;
      create index request_of_phone on intake.request (contact_phone, request_id) where contact_phone is not null;
      create index request_of_last_four on intake.request (contact_last_four, request_id)
        where contact_last_four is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('what requests are found by is not taken away');
  }
}
