import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Retention1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- When a request that is not anonymised ended; instants are written alike (UTC, ms), so that text sorts as time.
      alter table intake.request add ended_at text collate "C" generated always as (
        case when body->>'anonymisedAt' is null
          then coalesce(body->>'closedAt', body->>'declinedAt', body->>'withdrawnAt') end) stored;
      create index request_ended on intake.request (ended_at) where ended_at is not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('how long things are kept is not taken away');
  }
}
