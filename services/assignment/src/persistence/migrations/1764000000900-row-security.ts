import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity } from '#eventlog/row-scope.js';

export class RowSecurity1764000000900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      rowSecurity('assignment.officer', {
        areas: ['(select o.area_code from assignment.office o where o.code = office_code)'],
      }),
    );
    for (const table of ['request', 'receipt']) await runner.query(rowSecurity(`assignment.${table}`));
  }

  async down(): Promise<void> {
    throw new Error('what is closed stays closed');
  }
}
