import type { MigrationInterface, QueryRunner } from 'typeorm';
import { setScope } from '#eventlog/row-scope.js';

/** A deadline's consequence stands in its row only; of it the state keeps where the request would climb to. */
export class StatesWithoutConsequences1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${setScope('system')};
      update escalation.request set body = jsonb_set(body, '{deadlines}', (
        select jsonb_agg((e - 'consequence') || jsonb_build_object('climbsTo',
          case when e#>>'{consequence,name}' = 'EscalationRaised' then jsonb_build_object(
            'level', e#>'{consequence,body,toLevel}', 'rule', e#>'{consequence,body,reason,rule}') end) order by place)
        from jsonb_array_elements(body->'deadlines') with ordinality as x(e, place)))
      where body @? '$.deadlines[*].consequence'`);
  }

  async down(): Promise<void> {
    throw new Error('what the rows of the deadlines have is not put back into the states');
  }
}
