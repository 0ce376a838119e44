import type { PoolClient } from 'pg';
import type { Decided, KeptReceipt, Loaded } from './decide-in-order.js';
import { DeadLetterStore } from './dead-letter-store.js';
import type { Input } from './input.js';
import { columnsOf, outboxRow } from './outgoing-rows.js';
import { pipelined } from './pipelined.js';
import { quoteName } from './quote-name.js';
import { WrittenElsewhere } from './retryable.js';
import { textArray } from './text-array.js';

/** The SQL of the shell: two or three reads and one write per transaction, however many inputs it holds. */
export class ShellStore<S> {
  private readonly s: string;
  private readonly deadLetters: DeadLetterStore;

  constructor(
    private readonly from: {
      readonly service: string;
      readonly schema: string;
      readonly topic: string;
      readonly stored?: (state: S) => unknown;
    },
  ) {
    this.s = quoteName(from.schema);
    this.deadLetters = new DeadLetterStore(from.schema);
  }

  /**
   * Locks the states, in the order of their ids so that transactions cannot deadlock, and only then reads what was handled
   * before: a concurrent delivery of the same event has committed by then, and is seen.
   */
  async load(client: PoolClient, inputs: readonly Input<S, never>[]): Promise<Loaded<S>> {
    const eventIds = unique(inputs.flatMap((input) => input.eventId ?? []));
    const keys = unique(inputs.flatMap((input) => input.receipt?.key ?? []));
    const waiting = unique(inputs.flatMap((input) => (input.waitsBehindParked ? input.requestId : [])));
    const [states, handled, receipts, stuck] = await pipelined<
      [Loaded<S>['states'], Set<string>, Map<string, KeptReceipt>, Map<string, string>]
    >(client, () => [
      this.states(client, unique(inputs.map((input) => input.requestId))),
      eventIds.length ? this.handled(client, eventIds) : new Set(),
      keys.length ? this.receipts(client, keys) : new Map(),
      waiting.length ? this.deadLetters.blockers(client, waiting) : new Map(),
    ]);
    return { states, handled, receipts, stuck: new Set(stuck.keys()) };
  }

  private async states(client: PoolClient, requestIds: string[]): Promise<Loaded<S>['states']> {
    const { rows } = await client.query({
      name: `${this.from.schema}.states`,
      text: `select request_id, seq, body from ${this.s}.request where request_id = any($1::uuid[]) order by request_id for update`,
      values: [requestIds],
    });
    return new Map(
      rows.map((row) => [row.request_id, { state: row.body as S, sequence: row.seq as number }]),
    );
  }

  private async handled(client: PoolClient, eventIds: string[]): Promise<Set<string>> {
    const { rows } = await client.query({
      name: `${this.from.schema}.handled`,
      text: `select event_id from ${this.s}.inbox where event_id = any($1::uuid[])`,
      values: [eventIds],
    });
    return new Set(rows.map((row) => row.event_id));
  }

  private async receipts(client: PoolClient, keys: string[]): Promise<Map<string, KeptReceipt>> {
    const { rows } = await client.query({
      name: `${this.from.schema}.receipts`,
      text: `select key, payload_hash, response from ${this.s}.receipt where key = any($1::text[])`,
      values: [keys],
    });
    return new Map(rows.map((row) => [row.key, { payloadHash: row.payload_hash, response: row.response }]));
  }

  /**
   * Writes everything by one statement. Rows that must be new (a request's first state, inbox, receipts) are inserted last
   * minute instead of reserved beforehand, which halves the writes; if another transaction was first, the unique index
   * makes this one wait and come short of rows, and `WrittenElsewhere` has it decided again.
   */
  async save(client: PoolClient, loaded: Loaded<S>, decided: Decided<S>, now: string): Promise<void> {
    const saved = decided.saved.toSorted((a, b) => (a.requestId < b.requestId ? -1 : 1));
    const fresh = saved.filter(({ requestId }) => !loaded.states.has(requestId));
    const known = saved.filter(({ requestId }) => loaded.states.has(requestId));
    const inbox = decided.inbox.toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1));
    const receipts = decided.receipts.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const outbox = decided.emitted.map((emitted) => outboxRow(this.from, emitted, now));
    if (saved.length + inbox.length + receipts.length === 0) return;
    const { rows } = await client.query({
      name: `${this.from.schema}.save`,
      text: this.saveText(),
      values: [
        fresh.map((row) => row.requestId),
        fresh.map((row) => row.sequence),
        textArray(fresh.map(({ state }) => this.stored(state))),
        known.map((row) => row.requestId),
        known.map((row) => row.sequence),
        textArray(known.map(({ state }) => this.stored(state))),
        inbox.map((row) => row.eventId),
        inbox.map((row) => row.outcome),
        receipts.map((row) => row.key),
        receipts.map((row) => row.payloadHash),
        textArray(receipts.map((row) => JSON.stringify(row.response))),
        ...columnsOf(outbox),
      ],
    });
    const { states, events, answers } = rows[0];
    if (states !== fresh.length || events !== inbox.length || answers !== receipts.length)
      throw new WrittenElsewhere();
  }

  private stored(state: S): string {
    const { stored } = this.from;
    return JSON.stringify(stored ? stored(state) : state);
  }

  private saveText(): string {
    return `with
      fresh as (
        insert into ${this.s}.request (request_id, seq, body)
        select id, seq, body::jsonb from unnest($1::uuid[], $2::int[], $3::text[]) as n(id, seq, body)
        on conflict do nothing returning 1),
      known as (
        update ${this.s}.request r set seq = n.seq, body = n.body::jsonb
        from unnest($4::uuid[], $5::int[], $6::text[]) as n(id, seq, body) where r.request_id = n.id),
      arrived as (
        insert into ${this.s}.inbox (event_id, outcome)
        select * from unnest($7::uuid[], $8::text[]) on conflict do nothing returning 1),
      answered as (
        insert into ${this.s}.receipt (key, payload_hash, response)
        select key, hash, response::jsonb from unnest($9::text[], $10::text[], $11::text[]) as n(key, hash, response)
        on conflict do nothing returning 1),
      leaving as (
        insert into ${this.s}.outbox (topic, key, event_id, headers, value)
        select topic, key, event_id, headers::jsonb, value
        from unnest($12::text[], $13::text[], $14::uuid[], $15::text[], $16::text[]) with ordinality
          as e(topic, key, event_id, headers, value, place)
        order by place)
      select (select count(*)::int from fresh) as states, (select count(*)::int from arrived) as events,
        (select count(*)::int from answered) as answers`;
  }
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
