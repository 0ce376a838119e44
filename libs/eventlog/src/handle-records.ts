import type { EventName, Received } from '#contracts/catalogue.js';
import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { DeadLetterStore, type ToPark } from './dead-letter-store.js';
import { outcomeWord } from './decide-in-order.js';
import { inTransaction } from './in-transaction.js';
import type { Decide, Input } from './input.js';
import { handledEvents } from './metrics.js';
import { type LogRecord, passedOver, readMessage, requestOf } from './read-message.js';
import { backOff, isRetryable } from './retryable.js';
import type { Shell } from './shell.js';
import { wordsOf } from './words-of-error.js';

/** A service's reaction to one event. `any`: the states and contexts differ by service. */
export type EventHandler = (
  event: Received<any>,
) => Decide<any, any> | null | Promise<Decide<any, any> | null>;
export type EventHandlers = ReadonlyMap<EventName, EventHandler>;

/** How often an event is tried alone before it counts as poison. */
const ALONE_TRIES = 5;

interface Prepared {
  readonly record: LogRecord;
  readonly input: Input<any, any>;
  readonly name: EventName;
}

/**
 * Handles records in order, as one transaction where nothing is wrong. What cannot be handled is parked, and so are the later
 * events of its request; all others go on. Rejects only if `signal` aborts it: a store that is away is waited for.
 */
export class RecordHandler {
  private readonly deadLetters: DeadLetterStore;
  private readonly log = new Logger('events');

  constructor(
    private readonly options: {
      readonly schema: string;
      readonly pool: Pool;
      readonly shell: Shell;
      readonly handlers: () => EventHandlers;
    },
  ) {
    this.deadLetters = new DeadLetterStore(options.schema);
  }

  /** Whether an event of this type is for this service to handle; one that nobody knows is counted. */
  concerns(type: string | undefined): boolean {
    const handlers = this.options.handlers();
    const why = passedOver(type, (name) => handlers.has(name));
    if (why === 'unknown_type') handledEvents.inc({ name: 'unknown', outcome: 'skipped' });
    return why === null;
  }

  async handle(records: readonly LogRecord[], signal?: AbortSignal): Promise<void> {
    let rest: readonly LogRecord[] = records;
    // What was parked while its blocker was being freed comes back once more.
    while (rest.length > 0) rest = await this.round(rest, signal);
  }

  private async round(records: readonly LogRecord[], signal?: AbortSignal): Promise<LogRecord[]> {
    const parking: ToPark[] = [];
    const prepared = await this.prepare(records, parking);
    await this.apply(prepared, parking, signal);
    if (parking.length === 0) return [];
    // Several faults of one request must stand in the order of the log.
    const place = new Map(records.map((record, index) => [record, index]));
    parking.sort((a, b) => (place.get(a.record) ?? 0) - (place.get(b.record) ?? 0));
    return this.persist(() => this.park(parking), signal);
  }

  /** Reads the records and asks the handlers; sorts out what is poison or waits behind poison among them. */
  private async prepare(records: readonly LogRecord[], parking: ToPark[]): Promise<Prepared[]> {
    const handlers = this.options.handlers();
    const read = records.map((record) => ({
      record,
      message: readMessage(record, (name) => handlers.has(name)),
    }));
    const stuck = new Set<string>();
    const prepared: Promise<Prepared | null>[] = [];
    for (const { record, message } of read) {
      const requestId = requestOf(record);
      if (message.kind === 'poison') {
        parking.push({ record, cause: message.cause, detail: message.detail });
        if (requestId) stuck.add(requestId);
      } else if (message.kind === 'event') {
        if (stuck.has(message.requestId)) parking.push({ record, cause: 'waiting', detail: null });
        else prepared.push(this.ask(handlers, record, message));
      }
    }
    return (await Promise.all(prepared)).filter((one) => one !== null);
  }

  private async ask(
    handlers: EventHandlers,
    record: LogRecord,
    { event, requestId, traceparent }: { event: Received; requestId: string; traceparent?: string },
  ): Promise<Prepared | null> {
    const trace = traceparent ? { traceparent } : {};
    const prepared = (decide: Decide<any, any>): Prepared => ({
      record,
      name: event.name,
      input: { requestId, eventId: event.id, decide, waitsBehindParked: true, ...trace },
    });
    try {
      const decide = await handlers.get(event.name)?.(event);
      return decide ? prepared(decide) : null;
    } catch (error) {
      return prepared(() => {
        throw error;
      });
    }
  }

  private async apply(prepared: Prepared[], parking: ToPark[], signal?: AbortSignal): Promise<void> {
    if (prepared.length === 0) return;
    try {
      await this.decide(prepared, parking, signal);
    } catch (error) {
      if (signal?.aborted) throw error;
      await this.applyEach(prepared, parking, signal);
    }
  }

  /** Decides them in one transaction; what waits behind a parked one is parked too. */
  private async decide(prepared: Prepared[], parking: ToPark[], signal?: AbortSignal): Promise<void> {
    const outcomes = await this.options.shell.handle(
      prepared.map(({ input }) => input),
      signal,
    );
    for (const [index, { name, record }] of prepared.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind === 'waiting') parking.push({ record, cause: 'waiting', detail: null });
      else if (outcome) handledEvents.inc({ name, outcome: outcomeWord(outcome).split(':')[0] ?? '' });
    }
  }

  /** One at a time, so that only the culprit fails. */
  private async applyEach(prepared: Prepared[], parking: ToPark[], signal?: AbortSignal): Promise<void> {
    const stuck = new Set<string>();
    for (const one of prepared) {
      const { record, input, name } = one;
      if (stuck.has(input.requestId)) {
        parking.push({ record, cause: 'waiting', detail: null });
        continue;
      }
      const failure = await this.applyAlone(one, parking, signal);
      if (failure === undefined) continue;
      this.log.error(`${name} ${input.eventId} is parked: ${failure}`);
      parking.push({ record, cause: 'handler_failed', detail: failure });
      stuck.add(input.requestId);
    }
  }

  private async applyAlone(
    one: Prepared,
    parking: ToPark[],
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    for (let attempt = 1; ; attempt += 1)
      try {
        await this.decide([one], parking, signal);
        return undefined;
      } catch (error) {
        if (signal?.aborted) throw error;
        if (attempt >= ALONE_TRIES) return wordsOf(error);
        await backOff(attempt, signal);
      }
  }

  /** Returns those that need not wait any more, since their blocker was freed meanwhile. */
  private park(parking: readonly ToPark[]): Promise<LogRecord[]> {
    return inTransaction(this.options.pool, async (client) => {
      await this.deadLetters.exclude(client);
      const free: LogRecord[] = [];
      for (const one of parking) {
        const requestId = requestOf(one.record);
        const blocker = requestId && (await this.deadLetters.blockers(client, [requestId])).get(requestId);
        if (one.cause === 'waiting' && !blocker) free.push(one.record);
        else await this.deadLetters.park(client, one, blocker || null);
      }
      return free;
    });
  }

  private async persist<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await work();
      } catch (error) {
        if (!isRetryable(error) || signal?.aborted) throw error;
        await backOff(attempt, signal);
      }
  }
}
