import type { MigrationInterface, QueryRunner } from 'typeorm';
import { callersArea, callersOffice, rowSecurity } from '#eventlog/row-scope.js';

export class RowSecurity1764000000900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ofHoldings = `exists (select from ledger.holding h where h.request_id = request.request_id
      and (h.office = ${callersOffice} or starts_with(h.area_code, ${callersArea})))`;
    await runner.query(
      rowSecurity('ledger.request', {
        areas: [`coalesce(body->>'areaCode', body->>'jurisdiction')`],
        subject: `body->'requester'->>'id'`,
        otherwise: ofHoldings,
      }),
    );
    await runner.query(
      rowSecurity('ledger.timeline_entry', {
        otherwise: 'exists (select from ledger.request r where r.request_id = timeline_entry.request_id)',
      }),
    );
  }

  async down(): Promise<void> {
    throw new Error('what is closed stays closed');
  }
}
