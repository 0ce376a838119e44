import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { DueWork } from '#chassis/due-work.js';
import { Shell } from '#eventlog/shell.js';
import type { EscalationContext } from '../domain/context.js';
import type { EscalationState } from '../domain/escalation-state.js';
import { recomputeWhenCalendarChanged } from '../domain/recompute-when-calendar-changed.js';

const AT_ONCE = 500;

interface Order {
  readonly id: string;
  readonly rule: 'calendar.imported' | 'closure.announced';
  readonly facts: Record<string, string>;
  readonly area_code: string;
  readonly from_day: string | null;
  readonly until_day: string | null;
  readonly done_until: string;
}

/** Running deadlines that may move: those that count a day that changed, and after an import the provisional ones. More is harmless: what comes out the same stays. */
const TOUCHED = `
  select distinct d.request_id from escalation.deadline d join escalation.request r using (request_id)
  where d.request_id > $1
    and ($5 and d.provisional or (d.counted_from < ($3::date + 1)::timestamp at time zone 'Asia/Shanghai'
      and d.due_at >= $2::date::timestamp at time zone 'Asia/Shanghai'))
    and starts_with(coalesce(r.body #>> '{holding,areaCode}', r.body->>'areaCode', r.body->>'jurisdiction'), $4)
  order by d.request_id limit ${AT_ONCE}`;

/**
 * Counts again what a change of the calendar touches, a batch at a time. How far it came is kept, so that a kill costs one
 * batch at most, and doing a batch twice changes nothing.
 */
@Injectable()
export class Recalculation implements OnModuleInit {
  constructor(
    private readonly pool: Pool,
    private readonly dueWork: DueWork,
    private readonly shell: Shell<EscalationState, EscalationContext>,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'recalculation',
      // Not bound to a time: an order that is there is due.
      nextDueAt: async () => ((await this.oldest()) ? 0 : null),
      runDue: () => this.runDue(),
    });
  }

  private async oldest(): Promise<Order | undefined> {
    const { rows } = await this.pool.query<Order>(
      `select id, rule, facts, area_code, from_day::text, until_day::text, done_until
       from escalation.recalculation order by id limit 1`,
    );
    return rows[0];
  }

  private async runDue(): Promise<number> {
    const order = await this.oldest();
    if (!order) return 0;
    const { id, rule, facts, area_code, from_day, until_day, done_until } = order;
    const touched = await this.pool.query<{ request_id: string }>(TOUCHED, [
      done_until,
      from_day,
      until_day,
      area_code,
      rule === 'calendar.imported',
    ]);
    const ids = touched.rows.map((row) => row.request_id);
    await this.shell.handle(
      ids.map((requestId) => ({
        requestId,
        decide: (state, context) => recomputeWhenCalendarChanged(state, { rule, facts }, context),
      })),
    );
    if (ids.length < AT_ONCE)
      await this.pool.query('delete from escalation.recalculation where id = $1', [id]);
    else
      await this.pool.query(
        'update escalation.recalculation set done_until = greatest(done_until, $2) where id = $1',
        [id, ids.at(-1)],
      );
    return Math.max(1, ids.length);
  }
}
