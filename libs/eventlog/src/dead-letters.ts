import type { Pool, PoolClient } from 'pg';
import { type DeadLetter, deadLetterColumns, DeadLetterStore, toDeadLetter } from './dead-letter-store.js';
import type { EventHandlers } from './handle-records.js';
import { inTransaction } from './in-transaction.js';
import { type PoisonCause, readMessage } from './read-message.js';
import { isRetryable } from './retryable.js';
import type { Shell } from './shell.js';
import { wordsOf } from './words-of-error.js';

export type { DeadLetter } from './dead-letter-store.js';

/** What became of a redrive or drop: how many events were handled, and the one that stopped it, if any. */
export interface Redriven {
  readonly handled: number;
  readonly stoppedBy?: { readonly id: string; readonly cause: PoisonCause; readonly detail: string };
}

/** Lists, shows, re-drives and drops what was parked. `undefined` where there is no such dead letter, or it is not parked any more. */
export class DeadLetters {
  private readonly store: DeadLetterStore;

  constructor(
    private readonly options: {
      readonly schema: string;
      readonly pool: Pool;
      readonly shell: Shell;
      readonly handlers: EventHandlers;
    },
  ) {
    this.store = new DeadLetterStore(options.schema);
  }

  /** Parked first to last, without values; `after` is the last id of the page before. `limit` ≤ 200. */
  async list(
    page: { after?: string; limit?: number; state?: DeadLetter['state'] } = {},
  ): Promise<DeadLetter[]> {
    const { rows } = await this.options.pool.query(
      `select ${deadLetterColumns.replace(' value,', ' null::bytea as value,')} from ${this.store.s}.dead_letter
       where state = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
      [page.state ?? 'parked', page.after ?? null, Math.min(page.limit ?? 50, 200)],
    );
    return rows.map(toDeadLetter);
  }

  async show(id: string): Promise<DeadLetter | undefined> {
    return this.find(this.options.pool, id);
  }

  /** Handles the parked event, then those waiting behind it, in their order. Stops at the first that cannot be handled. */
  async redrive(id: string): Promise<Redriven | undefined> {
    const letter = await this.find(this.options.pool, id);
    if (letter?.state !== 'parked') return undefined;
    // What waits cannot go before its turn.
    const first = letter.waitingBehind ? await this.find(this.options.pool, letter.waitingBehind) : letter;
    return this.free(first?.state === 'parked' ? first : letter, new Set());
  }

  /** Gives the parked event up for good; those waiting behind it are handled. */
  async drop(id: string): Promise<Redriven | undefined> {
    const letter = await this.find(this.options.pool, id);
    if (letter?.state !== 'parked') return undefined;
    if (letter.waitingBehind) {
      const became = await this.dropWaiting(letter.id);
      if (became === 'dropped') return { handled: 0 };
      if (became === 'closed') return undefined;
    }
    return this.free(letter, new Set([letter.id]));
  }

  /** While it waits it is only struck off its line; somebody who frees the line may have made it the head of it just now. */
  private dropWaiting(id: string): Promise<'dropped' | 'closed' | 'head'> {
    return inTransaction(this.options.pool, async (client) => {
      await this.store.exclude(client);
      const letter = await this.find(client, id);
      if (letter?.state !== 'parked') return 'closed';
      if (!letter.waitingBehind) return 'head';
      await this.close(client, [id], 'dropped');
      return 'dropped';
    });
  }

  /** The head of the line stays parked to the end, so that what arrives meanwhile still queues up behind it. */
  private async free(head: DeadLetter, dropped: ReadonlySet<string>): Promise<Redriven> {
    const done = new Set<string>();
    for (;;) {
      const line = head.requestId ? await this.line(this.options.pool, head.requestId) : [head];
      for (const letter of line.filter(({ id }) => !done.has(id))) {
        const fault = dropped.has(letter.id) ? undefined : await this.handle(letter);
        if (!fault) done.add(letter.id);
        else if (await this.stopAt(letter, fault, [...done], dropped))
          return { handled: handledOf(done, dropped), stoppedBy: { id: letter.id, ...fault } };
      }
      if (await this.closeIfAll(head, done, dropped)) return { handled: handledOf(done, dropped) };
    }
  }

  private async handle(letter: DeadLetter): Promise<{ cause: PoisonCause; detail: string } | undefined> {
    const { handlers, shell } = this.options;
    const message = readMessage(letter.record, (name) => handlers.has(name));
    if (message.kind === 'poison') return { cause: message.cause, detail: message.detail };
    if (message.kind === 'skipped') return undefined;
    const { event, requestId, traceparent } = message;
    try {
      const decide = await handlers.get(event.name)?.(event);
      const trace = traceparent ? { traceparent } : {};
      if (decide) await shell.handle([{ requestId, eventId: event.id, decide, ...trace }]);
      return undefined;
    } catch (error) {
      // A store that is away is no fault of the event.
      if (isRetryable(error)) throw error;
      return { cause: 'handler_failed', detail: wordsOf(error) };
    }
  }

  private closeIfAll(head: DeadLetter, done: Set<string>, dropped: ReadonlySet<string>): Promise<boolean> {
    return inTransaction(this.options.pool, async (client) => {
      await this.store.exclude(client);
      const line = head.requestId ? await this.line(client, head.requestId) : [];
      if (line.some(({ id }) => !done.has(id))) return false;
      await this.closeAll(client, [...done], dropped);
      return true;
    });
  }

  /** The faulty one becomes the head of what is left. False where somebody dropped it meanwhile, and nothing waits for it. */
  private stopAt(
    letter: DeadLetter,
    fault: { cause: PoisonCause; detail: string },
    done: string[],
    dropped: ReadonlySet<string>,
  ): Promise<boolean> {
    return inTransaction(this.options.pool, async (client) => {
      await this.store.exclude(client);
      if ((await this.find(client, letter.id))?.state !== 'parked') return false;
      await this.closeAll(client, done, dropped);
      await client.query(
        `update ${this.store.s}.dead_letter set cause = $2, detail = $3, waiting_behind = null where id = $1`,
        [letter.id, fault.cause, fault.detail],
      );
      if (letter.requestId)
        await client.query(
          `update ${this.store.s}.dead_letter set waiting_behind = $2 where request_id = $1 and state = 'parked' and id <> $2`,
          [letter.requestId, letter.id],
        );
      return true;
    });
  }

  private async closeAll(client: PoolClient, ids: string[], dropped: ReadonlySet<string>): Promise<void> {
    await this.close(
      client,
      ids.filter((id) => !dropped.has(id)),
      'redriven',
    );
    await this.close(
      client,
      ids.filter((id) => dropped.has(id)),
      'dropped',
    );
  }

  private async close(client: PoolClient, ids: string[], state: 'redriven' | 'dropped'): Promise<void> {
    if (ids.length === 0) return;
    await client.query(
      `update ${this.store.s}.dead_letter set state = $2 where id = any($1::uuid[]) and state = 'parked'`,
      [ids, state],
    );
    // Delivered again, a dropped event must stay dropped.
    if (state === 'dropped')
      await client.query(
        `insert into ${this.store.s}.inbox (event_id, outcome)
         select event_id, 'dropped' from ${this.store.s}.dead_letter where id = any($1::uuid[]) and event_id is not null
         on conflict do nothing`,
        [ids],
      );
  }

  private async find(client: Pool | PoolClient, id: string): Promise<DeadLetter | undefined> {
    const { rows } = await client.query(
      `select ${deadLetterColumns} from ${this.store.s}.dead_letter where id = $1`,
      [id],
    );
    return rows[0] && toDeadLetter(rows[0]);
  }

  private async line(client: Pool | PoolClient, requestId: string): Promise<DeadLetter[]> {
    const { rows } = await client.query(
      `select ${deadLetterColumns} from ${this.store.s}.dead_letter where request_id = $1 and state = 'parked'
       order by position_partition, position_offset`,
      [requestId],
    );
    return rows.map(toDeadLetter);
  }
}

const handledOf = (done: ReadonlySet<string>, dropped: ReadonlySet<string>): number =>
  [...done].filter((id) => !dropped.has(id)).length;
