import type { Pool, PoolClient } from 'pg';
import type { OutboxLook } from './outbox-floor.js';
import { quoteName } from './quote-name.js';

export interface OutboxMessage {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

export interface OutboxBacklog {
  /** Counted up to 100,000. */
  readonly pending: number;
  readonly oldestAgeSeconds: number;
  readonly deadLetters: number;
}

/** The relay's SQL. */
export class OutboxStore {
  private readonly s: string;

  constructor(private readonly schema: string) {
    this.s = quoteName(schema);
  }

  /**
   * One relay per schema is active: whoever's session holds the lock. It falls with the session, and the server ends the
   * session of a process that stands still, so that another can take over. A relay that is well asks each second, and
   * hangs on the broker for 20 s at most.
   */
  async lock(client: PoolClient): Promise<boolean> {
    const { rows } = await client.query(
      `select pg_try_advisory_lock(hashtextextended($1, 0)) as held, set_config('idle_session_timeout', '30s', false)`,
      [`liandong relay ${this.schema}`],
    );
    return rows[0].held;
  }

  /**
   * The oldest rows that are there, but for those in hand. Never `id > last seen`: ids are handed out before the commit, so a
   * lower one can appear later. Within a request the order is safe, since its state row was locked before its events got their ids.
   *
   * @param floor nothing is there below it (`OutboxFloor`)
   */
  async claim(
    client: PoolClient,
    limit: number,
    floor: bigint,
    inHand: readonly string[] = [],
  ): Promise<OutboxMessage[]> {
    const oldest = `select id, topic, key, headers, value from ${this.s}.outbox where id >= $2`;
    const query =
      inHand.length === 0
        ? { name: `${this.schema}.claim`, text: `${oldest} order by id limit $1`, values: [limit, floor] }
        : {
            // Not prepared: only an array the planner has seen is looked up by hash instead of from end to end.
            text: `${oldest} and id <> all($3::bigint[]) order by id limit $1`,
            values: [limit, floor, inHand],
          };
    const { rows } = await client.query(query);
    return rows;
  }

  async remove(client: PoolClient, ids: readonly string[]): Promise<void> {
    await client.query({
      name: `${this.schema}.remove`,
      text: `delete from ${this.s}.outbox where id = any($1::bigint[])`,
      values: [ids],
    });
  }

  /**
   * From `from` on. By the index, whose dead entries are marked by the first who passes: a scan of the table would read all that
   * left it.
   */
  async look(pool: Pool | PoolClient, from: bigint): Promise<OutboxBacklog & OutboxLook> {
    const { rows } = await pool.query({
      name: `${this.schema}.look`,
      text: `select (select count(*)::int from (select id from ${this.s}.outbox where id >= $1 order by id limit 100000) o) as pending,
          first.id as lowest,
          coalesce(extract(epoch from clock_timestamp() - first.created_at)::float8, 0) as age,
          (select count(*)::int from ${this.s}.dead_letter where state = 'parked') as dead,
          pg_snapshot_xmin(snapshot)::text as under_way,
          pg_snapshot_xmax(snapshot)::text as next
        from pg_current_snapshot() as snapshot
        left join lateral (select id, created_at from ${this.s}.outbox where id >= $1 order by id limit 1) first on true`,
      values: [from],
    });
    const [row] = rows;
    return {
      pending: row.pending,
      oldestAgeSeconds: row.age,
      deadLetters: row.dead,
      lowestId: row.lowest === null ? null : BigInt(row.lowest),
      oldestUnderWay: BigInt(row.under_way),
      nextToBegin: BigInt(row.next),
    };
  }
}
