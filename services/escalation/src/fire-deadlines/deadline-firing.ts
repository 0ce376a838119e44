import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { Clock } from '#chassis/clock.js';
import { Config } from '#chassis/config.js';
import { DueWork } from '#chassis/due-work.js';
import { Activity } from '#eventlog/activity.js';
import { failpoint } from '#eventlog/failpoint.js';
import { pipelined } from '#eventlog/pipelined.js';
import { Relay } from '#eventlog/relay.js';
import { beginIn } from '#eventlog/row-scope.js';
import { requestsTopic } from '#eventlog/topics.js';
import { withClient } from '#eventlog/with-client.js';
import { countCauses, deadlineLag } from '../metrics.js';
import { claimDueDeadlines } from './claim-due-deadlines.js';
import { fireClaimedDeadlines, type FiredDeadline } from './fire-claimed-deadlines.js';
import { ClaimsInTurn } from './claims-in-turn.js';
import { Sweeps } from './sweeps.js';

const AT_ONCE = 1_000;
/** After a full batch there is a backlog: PostgreSQL works a statement off on one core, so several go side by side. */
const LANES_IN_BACKLOG = 2;
/** So many of a lane, and the search begins anew, for what somebody else had in hand. */
const BATCHES_IN_BACKLOG = 10;
/** A deadline that comes below the watermark (set when it was past already) is found by the next full sweep. */
const SWEEP_EVERY_MS = 2_000;
const BELOW_WATERMARK_MS = 1_000;
const EARLIEST = new Date(0).toISOString();

/** Fires deadlines as they fall due, by the domain's clock. */
@Injectable()
export class DeadlineFiring implements OnModuleInit {
  /** Due time of the last one fired: before it lie mostly dead rows, which a search from the beginning would walk through each time. */
  private watermark = 0;
  private readonly sweeps = new Sweeps(SWEEP_EVERY_MS, () => this.sweep());
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

  /** On the real clock from the watermark on: what a sweep would find is left to the sweep, which walks over all that fired. */
  private async nextDueAt(): Promise<number | null> {
    const { rows } = await this.pool.query<{ at: Date | null }>({
      name: 'escalation.next-due',
      text: `select min(due_at) as at from escalation.deadline where due_at >= $1`,
      values: [this.from],
    });
    return rows[0]?.at?.getTime() ?? null;
  }

  private async runDue(): Promise<number> {
    if (this.clock.mode === 'real') this.sweeps.beginIfTime();
    const claims = new ClaimsInTurn(this.from);
    const lanes = this.backlog
      ? Array.from({ length: LANES_IN_BACKLOG }, () => this.lane(claims, BATCHES_IN_BACKLOG))
      : [this.lane(claims, 1)];
    const tried = await this.activity.during(() => Promise.allSettled(lanes));
    const failed = tried.find((one) => one.status === 'rejected');
    if (failed) {
      // What it had in hand may lie below what the other lane has fired.
      this.watermark = 0;
      throw failed.reason;
    }
    this.backlog = !claims.haveCaughtUp;
    const swept = this.sweeps.takeCount();
    return tried.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), swept);
  }

  private async lane(claims: ClaimsInTurn, batches: number): Promise<number> {
    let count = 0;
    for (let n = 0; n < batches && !claims.haveCaughtUp; n += 1) count += (await this.fire(claims)).length;
    return count;
  }

  /** All that is due below where the search begins. */
  private sweep(): Promise<number> {
    const claims = new ClaimsInTurn(EARLIEST, Date.parse(this.from) - 1);
    return this.activity.during(() => this.lane(claims, Infinity));
  }

  /** Two round trips: a claim that is sent before the transaction is known to have begun locks nothing if it has not. */
  private async fire(claims: ClaimsInTurn): Promise<FiredDeadline[]> {
    const log = { service: 'escalation', topic: requestsTopic(this.config.kafka.topicPrefix) };
    const fired = await withClient(this.pool, async (client) => {
      const [, claimed] = await pipelined(client, () => [
        client.query(beginIn('system')),
        claims.next((from) => {
          const due = Math.min(this.clock.now(), claims.until);
          return claimDueDeadlines(client, due, { from, limit: AT_ONCE });
        }),
      ]);
      const [done] = await pipelined(client, () => [
        fireClaimedDeadlines(client, log, this.clock, claimed),
        client.query('commit'),
      ]);
      return done;
    });
    if (fired.length > 0) failpoint('firing.after-fire');
    if (fired.some(({ tookEffect }) => tookEffect)) this.relay.poke();
    const now = this.clock.now();
    for (const { dueAt } of fired) {
      this.watermark = Math.max(this.watermark, dueAt);
      deadlineLag.observe(Math.max(0, now - dueAt) / 1000);
    }
    countCauses(fired.flatMap(({ climbed }) => (climbed ? 'deadline' : [])));
    return fired;
  }

  /** Where a search begins. A clock that jumps fires across months at once; there the watermark saves nothing, and every answer must be exact. */
  private get from(): string {
    return this.clock.mode === 'real'
      ? new Date(Math.max(0, this.watermark - BELOW_WATERMARK_MS)).toISOString()
      : EARLIEST;
  }
}
