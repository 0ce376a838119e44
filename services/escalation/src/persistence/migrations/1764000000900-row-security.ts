import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity } from '#eventlog/row-scope.js';

export class RowSecurity1764000000900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rowSecurity('escalation.receipt'));
  }

  async down(): Promise<void> {
    throw new Error('what is closed stays closed');
  }
}
