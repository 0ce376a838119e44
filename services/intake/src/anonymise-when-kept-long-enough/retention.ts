import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { Clock } from '#chassis/clock.js';
import { Config } from '#chassis/config.js';
import { DueWork } from '#chassis/due-work.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import { Shell } from '#eventlog/shell.js';
import { anonymiseRequest } from '../domain/anonymise-request.js';
import type { IntakeContext } from '../domain/decide-with.js';
import type { RequestState } from '../domain/request-state.js';

const AT_ONCE = 200;
const DAY_MS = 86_400_000;

/** Anonymises requests whose time of keeping is over, by the domain's clock, oldest first. */
@Injectable()
export class Retention implements OnModuleInit {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly shell: Shell<RequestState, IntakeContext>,
    private readonly dueWork: DueWork,
  ) {}

  onModuleInit(): void {
    if (this.config.retentionDays > 0)
      this.dueWork.register({
        name: 'retention',
        nextDueAt: () => this.nextDueAt(),
        runDue: () => this.runDue(),
      });
  }

  private async nextDueAt(): Promise<number | null> {
    const { rows } = await inOneTrip<{ at: string | null }>(this.pool, {
      name: 'intake.next-kept-until',
      text: `select min(ended_at) as at from intake.request where ended_at is not null`,
    });
    const first = rows[0]?.at;
    return first ? Date.parse(first) + this.config.retentionDays * DAY_MS : null;
  }

  private async runDue(): Promise<number> {
    const { retentionDays: days } = this.config;
    const until = new Date(this.clock.now() - days * DAY_MS).toISOString();
    const { rows } = await inOneTrip<{ request_id: string }>(this.pool, {
      name: 'intake.kept-long-enough',
      text: `select request_id from intake.request where ended_at <= $1 order by ended_at limit $2`,
      values: [until, AT_ONCE],
    });
    await this.shell.handle(
      rows.map(({ request_id: requestId }) => ({
        requestId,
        decide: (state, { now }) => anonymiseRequest(state, days, now),
      })),
    );
    return rows.length;
  }
}
