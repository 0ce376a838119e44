import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A deadline's row is there as long as it can fire, and no longer (ADR 13). What is published if it passes is kept as the text that
 * goes out.
 */
export class OnlyDeadlinesThatRun1764000001100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from escalation.deadline where state <> 'pending';
      drop index escalation.deadline_due;
      alter table escalation.deadline drop column state, add column event text, add column body text;
      update escalation.deadline set event = consequence->>'name', body = consequence->>'body';
      alter table escalation.deadline drop column consequence,
        alter column event set not null, alter column body set not null;
      create index deadline_due on escalation.deadline (due_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('deadlines that have ended are not brought back');
  }
}
