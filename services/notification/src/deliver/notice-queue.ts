import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { inOneTrip, inTransaction } from '#eventlog/in-transaction.js';
import { pipelined } from '#eventlog/pipelined.js';

const BATCH = 100;
/** Longer than any attempt lasts; after a crash the notices are tried again when it is over. */
const LEASE_S = 15;
/** A long line is not walked through for a figure nobody reads so exactly. */
const COUNTED = 100_000;

export interface ClaimedNotice {
  readonly id: string;
  readonly request_id: string;
  readonly key: string;
  readonly number: string;
  readonly purpose: string;
  readonly recipient: 'resident' | 'handler';
  readonly to_sealed: string;
  readonly text_sealed: string;
  /** This attempt counted. */
  readonly attempts: number;
}

/** The rows still to be sent. Times are the database's real ones: one clock for all replicas. */
@Injectable()
export class NoticeQueue {
  constructor(private readonly pool: Pool) {}

  /** Takes what is due, in the order it was planned, and keeps others off it while it is being sent. */
  async claim(): Promise<ClaimedNotice[]> {
    const [, { rows }] = await inTransaction(this.pool, (client) =>
      pipelined(client, () => [
        // A plan made while few waited would gather all that wait and sort them, for each hundred anew.
        client.query('set local enable_seqscan = off; set local enable_bitmapscan = off'),
        client.query<ClaimedNotice & { place: string }>({
          name: 'notification.claim-due',
          // Materialised: asked again for each row it is joined to, the part that skips what is locked would go on beyond the limit.
          text: `with due as materialized (
              select id from notification.notice
              where state in ('pending', 'failed') and next_attempt_at <= clock_timestamp()
              order by next_attempt_at, place limit $1 for update skip locked)
            update notification.notice n
            set attempts = attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => $2)
            from due where n.id = due.id
            returning n.id, request_id, key, number, purpose, recipient, to_sealed, text_sealed, attempts, place`,
          values: [BATCH, LEASE_S],
        }),
      ]),
    );
    return rows.toSorted((a, b) => Number(a.place) - Number(b.place));
  }

  /** These failed, and are tried again after their delay. */
  async retryLater(
    failures: readonly {
      readonly id: string;
      readonly fault: string;
      readonly delayMs: number;
      /** The attempt is not counted. */
      readonly untried: boolean;
    }[],
  ): Promise<void> {
    if (failures.length === 0) return;
    await inOneTrip(this.pool, {
      name: 'notification.retry-later',
      text: `update notification.notice n set state = 'failed', last_fault = f.fault, attempts = n.attempts - f.untried::int,
          next_attempt_at = clock_timestamp() + make_interval(secs => f.delay / 1000.0)
        from unnest($1::uuid[], $2::text[], $3::float8[], $4::boolean[]) as f(id, fault, delay, untried)
        where n.id = f.id and n.state in ('pending', 'failed')`,
      values: [
        failures.map(({ id }) => id),
        failures.map(({ fault }) => fault.slice(0, 200)),
        failures.map(({ delayMs }) => delayMs),
        failures.map(({ untried }) => untried),
      ],
    });
  }

  /** Remembers why these were given up. */
  async noteFaults(faults: readonly { readonly id: string; readonly fault: string }[]): Promise<void> {
    if (faults.length === 0) return;
    await inOneTrip(this.pool, {
      name: 'notification.note-faults',
      text: `update notification.notice n set last_fault = f.fault
        from unnest($1::uuid[], $2::text[]) as f(id, fault) where n.id = f.id`,
      values: [faults.map(({ id }) => id), faults.map(({ fault }) => fault.slice(0, 200))],
    });
  }

  async isDue(): Promise<boolean> {
    const { rows } = await inOneTrip<{ due: boolean }>(this.pool, {
      name: 'notification.is-due',
      text: `select exists(select from notification.notice
          where state in ('pending', 'failed') and next_attempt_at <= clock_timestamp()) as due`,
    });
    return rows[0]!.due;
  }

  /** Planned and neither delivered nor given up; counted up to 100,000. */
  async waiting(): Promise<number> {
    const { rows } = await inOneTrip<{ count: number }>(this.pool, {
      text: `select count(*)::int from (
          select from notification.notice where state in ('pending', 'failed') limit ${COUNTED}) n`,
    });
    return rows[0]!.count;
  }
}
