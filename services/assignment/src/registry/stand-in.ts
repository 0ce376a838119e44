import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { Clock } from '#chassis/clock.js';
import { DueWork } from '#chassis/due-work.js';
import { Shell } from '#eventlog/shell.js';
import type { AssignmentContext } from '../domain/context.js';
import { reholdWhenOfficerAway } from '../domain/rehold-when-officer-away.js';
import type { RequestState } from '../domain/request-state.js';

const OFFICERS_AT_ONCE = 100;
const HOLDINGS_AT_ONCE = 200;

/** When an absence begins or an officer has left: what they hold goes to somebody who is there. */
@Injectable()
export class StandIn implements OnModuleInit {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    private readonly shell: Shell<RequestState, AssignmentContext>,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'stand-in',
      nextDueAt: () => this.nextDueAt(),
      runDue: () => this.runDue(),
    });
  }

  private async nextDueAt(): Promise<number | null> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      'select min(due_at) as at from assignment.stand_in_due',
    );
    return rows[0]?.at?.getTime() ?? null;
  }

  /** The rows go last: a kill in between only means that it is looked at once more, and then nothing is left to move. */
  private async runDue(): Promise<number> {
    const { rows } = await this.pool.query<{ id: string; officer_id: string }>(
      `select id, officer_id from assignment.stand_in_due where due_at <= $1 order by due_at, id limit ${OFFICERS_AT_ONCE}`,
      [new Date(this.clock.now())],
    );
    if (rows.length === 0) return 0;
    for (const officerId of new Set(rows.map((row) => row.officer_id))) await this.rehold(officerId);
    await this.pool.query('delete from assignment.stand_in_due where id = any($1::bigint[])', [
      rows.map(({ id }) => id),
    ]);
    return rows.length;
  }

  private async rehold(officerId: string): Promise<void> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const { rows } = await this.pool.query<{ request_id: string }>(
        `select request_id from assignment.holding where officer_id = $1 and request_id > $2
          order by request_id limit ${HOLDINGS_AT_ONCE}`,
        [officerId, after],
      );
      if (rows.length === 0) return;
      await this.shell.handle(
        rows.map(({ request_id }) => ({
          requestId: request_id,
          decide: (state, context) => reholdWhenOfficerAway(state, officerId, context),
        })),
      );
      after = rows.at(-1)!.request_id;
    }
  }
}
