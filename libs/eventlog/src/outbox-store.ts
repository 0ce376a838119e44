import type { Pool, PoolClient } from 'pg';
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
   */
  async claim(client: PoolClient, limit: number, inHand: readonly string[] = []): Promise<OutboxMessage[]> {
    const columns = `select id, topic, key, headers, value from ${this.s}.outbox`;
    const query =
      inHand.length === 0
        ? { name: `${this.schema}.claim`, text: `${columns} order by id limit $1`, values: [limit] }
        : {
            // Not prepared: only an array the planner has seen is looked up by hash instead of from end to end.
            text: `${columns} where id <> all($2::bigint[]) order by id limit $1`,
            values: [limit, inHand],
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

  /** By the index, whose dead entries are marked by the first who passes: a scan of the table would read all that left it. */
  async backlog(pool: Pool | PoolClient): Promise<OutboxBacklog> {
    const { rows } = await pool.query({
      name: `${this.schema}.backlog`,
      text: `select (select count(*)::int from (select id from ${this.s}.outbox order by id limit 100000) o) as pending,
        coalesce((select extract(epoch from clock_timestamp() - created_at)::float8 from ${this.s}.outbox order by id limit 1), 0) as age,
        (select count(*)::int from ${this.s}.dead_letter where state = 'parked') as dead`,
    });
    return { pending: rows[0].pending, oldestAgeSeconds: rows[0].age, deadLetters: rows[0].dead };
  }
}
