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

/** The line of notices still to be sent. Times are the database's real ones: one clock for all replicas. */
@Injectable()
export class NoticeQueue {
  constructor(private readonly pool: Pool) {}

  /** Takes what is due, in the order it was planned, and keeps others off it while it is being sent. */
  async claim(): Promise<ClaimedNotice[]> {
    const [, { rows }] = await inTransaction(this.pool, (client) =>
      pipelined(client, () => [
        // A plan made while few waited would gather all that wait and sort them, for each hundred anew; so nothing is left to choose.
        client.query('set local enable_seqscan = off; set local enable_bitmapscan = off'),
        client.query<ClaimedNotice>({
          name: 'notification.claim-due',
          text: `with due as (
              select ctid from notification.waiting_notice
              where next_attempt_at <= statement_timestamp()
              order by next_attempt_at, place limit $1 for update skip locked),
            claimed as (
              update notification.waiting_notice w
              set attempts = attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => $2)
              where w.ctid = any(array(select ctid from due))
              returning w.id, w.place, w.attempts)
            select n.*, attempts
            from claimed c, lateral (
              select id, request_id, key, number, purpose, recipient, to_sealed, text_sealed
              from notification.notice where id = c.id offset 0) n
            order by c.place`,
          values: [BATCH, LEASE_S],
        }),
      ]),
    );
    return rows;
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
      text: `with failed as (
          select * from unnest($1::uuid[], $2::text[], $3::float8[], $4::boolean[]) as f(id, fault, delay, untried)),
        waiting as (
          update notification.waiting_notice w set attempts = w.attempts - f.untried::int,
            next_attempt_at = clock_timestamp() + make_interval(secs => f.delay / 1000.0)
          from failed f where w.id = f.id
          returning w.id, w.attempts, f.fault)
        update notification.notice n set state = 'failed', attempts = w.attempts, last_fault = w.fault
        from waiting w where n.id = w.id`,
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
      text: `select exists(select from notification.waiting_notice where next_attempt_at <= statement_timestamp()) as due`,
    });
    return rows[0]!.due;
  }

  /** Planned and neither delivered nor given up; counted up to 100,000. */
  async waiting(): Promise<number> {
    const { rows } = await inOneTrip<{ count: number }>(this.pool, {
      text: `select count(*)::int from (select from notification.waiting_notice limit ${COUNTED}) w`,
    });
    return rows[0]!.count;
  }
}
