import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity } from '#eventlog/row-scope.js';

export class RowSecurity1764000000900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      rowSecurity('intake.request', {
        areas: [`coalesce(body->>'areaCode', body->>'jurisdiction')`, `body->'assignment'->>'areaCode'`],
        office: `body->'assignment'->>'officeCode'`,
        subject: `body->>'requesterId'`,
      }),
    );
    await runner.query(
      rowSecurity('intake.supplement', {
        otherwise: 'exists (select from intake.request r where r.request_id = supplement.request_id)',
      }),
    );
    await runner.query(rowSecurity('intake.receipt'));
  }

  async down(): Promise<void> {
    throw new Error('what is closed stays closed');
  }
}
