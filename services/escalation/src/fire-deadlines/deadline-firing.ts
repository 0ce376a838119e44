import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { Clock } from '#chassis/clock.js';
import { Config } from '#chassis/config.js';
import { DueWork } from '#chassis/due-work.js';
import { Activity } from '#eventlog/activity.js';
import { inTransaction } from '#eventlog/in-transaction.js';
import { Relay } from '#eventlog/relay.js';
import { requestsTopic } from '#eventlog/topics.js';
import { countCauses, deadlineLag } from '../metrics.js';
import { fireDueDeadlines, type FiredDeadline } from './fire-due-deadlines.js';

const AT_ONCE = 1_000;
/** After a full batch there is a backlog: PostgreSQL works a statement off on one core, so several go side by side. */
const LANES_IN_BACKLOG = 2;
/** A deadline that comes below the watermark (set when it was past already) is found by the next full sweep. */
const SWEEP_EVERY_MS = 2_000;
const BELOW_WATERMARK_MS = 1_000;

/** Fires deadlines as they fall due, by the domain's clock. */
@Injectable()
export class DeadlineFiring implements OnModuleInit {
  /** Due time of the last one fired: before it lie mostly dead rows, which a search from the beginning would walk through each time. */
  private watermark = 0;
  private sweptAt = Number.NEGATIVE_INFINITY;
  private backlog = false;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly dueWork: DueWork,
    private readonly activity: Activity,
    private readonly relay: Relay,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'deadlines',
      nextDueAt: () => this.nextDueAt(),
      runDue: () => this.runDue(),
    });
  }

  private async nextDueAt(): Promise<number | null> {
    const { rows } = await this.pool.query<{ at: Date | null }>({
      name: 'escalation.next-due',
      text: `select min(due_at) as at from escalation.deadline where due_at >= $1`,
      values: [new Date(this.sweepIsDue ? 0 : this.fromWatermark)],
    });
    return rows[0]?.at?.getTime() ?? null;
  }

  private async runDue(): Promise<number> {
    const sweep = this.sweepIsDue;
    const from = sweep ? 0 : this.fromWatermark;
    const lanes = this.backlog ? LANES_IN_BACKLOG : 1;
    const tried = await this.activity.during(() =>
      Promise.allSettled(Array.from({ length: lanes }, () => this.fire(from))),
    );
    const failed = tried.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    const counts = tried.map((one) => (one.status === 'fulfilled' ? one.value.length : 0));
    this.backlog = counts.some((count) => count >= AT_ONCE);
    if (sweep && !this.backlog) this.sweptAt = performance.now();
    return counts.reduce((sum, count) => sum + count, 0);
  }

  private async fire(from: number): Promise<FiredDeadline[]> {
    const log = { service: 'escalation', topic: requestsTopic(this.config.kafka.topicPrefix) };
    const fired = await inTransaction(this.pool, (client) =>
      fireDueDeadlines(client, log, this.clock, { from, limit: AT_ONCE }),
    );
    if (fired.some(({ tookEffect }) => tookEffect)) this.relay.poke();
    const now = this.clock.now();
    for (const { dueAt } of fired) {
      this.watermark = Math.max(this.watermark, dueAt);
      deadlineLag.observe(Math.max(0, now - dueAt) / 1000);
    }
    countCauses(fired.flatMap(({ climbed }) => (climbed ? 'deadline' : [])));
    return fired;
  }

  // A clock that jumps fires across months at once; there the watermark saves nothing, and every answer must be exact.
  private get sweepIsDue(): boolean {
    return this.clock.mode !== 'real' || performance.now() - this.sweptAt >= SWEEP_EVERY_MS;
  }

  private get fromWatermark(): number {
    return Math.max(0, this.watermark - BELOW_WATERMARK_MS);
  }
}
