import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventlogTables } from '#eventlog/eventlog-tables.js';

export class FirstTables1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(eventlogTables('intake'));
    await runner.query(`
      -- Each call takes a hundred serials (see Serials): one round trip for a hundred tracking numbers.
      create sequence intake.serial_block minvalue 0 start 0;

      create unique index request_number on intake.request ((body->>'number'));

      -- The store itself refuses to strike a request off that was not solved and confirmed, whoever writes it.
      alter table intake.request add constraint closed_only_when_earned check (
        body->>'state' in ('received', 'resolved', 'closed', 'declined', 'withdrawn') is true
        and (body->>'state' <> 'closed' or (case body->>'how'
          when 'on_the_spot' then body->>'solvedOnTheSpotBy' is not null
          when 'confirmed' then body->>'confirmedAt' is not null and body->>'resolvedAt' is not null
            and body->'noticesSettled' is not distinct from 'true'::jsonb
          when 'exception' then body->>'exceptionApprovedBy' is not null and body->>'resolvedAt' is not null
            and body->'noticesSettled' is not distinct from 'true'::jsonb
          else false end)));

      -- What the requester added, in order; encrypted. Beside the state, which shall not grow with it.
      create table intake.supplement (
        request_id uuid not null,
        place int not null,
        added_at timestamptz not null,
        sealed text not null,
        primary key (request_id, place)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first tables are not taken away');
  }
}
