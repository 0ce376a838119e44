import { Logger } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { Activity } from './activity.js';
import { ChangeSignals } from './change-signals.js';
import { type Decided, decideInOrder, type Loaded, type Saved } from './decide-in-order.js';
import { failpoint } from './failpoint.js';
import { GatheredInputs } from './gathered-inputs.js';
import type { Input, Now, Outcome } from './input.js';
import { countDuplicates } from './metrics.js';
import { pipelined } from './pipelined.js';
import { backOff, isRefusal, isRetryable, type Refusal } from './retryable.js';
import { beginIn } from './row-scope.js';
import { ShellStore } from './shell-store.js';
import { withClient } from './with-client.js';

export type { Saved } from './decide-in-order.js';

export interface ShellHooks<S, C> {
  /** Loads what the decides need beside the state, in the same transaction. */
  readonly loadContext?: (client: PoolClient, inputs: readonly Input<S, C>[]) => Promise<C>;
  /** What is kept of a state, plain JSON; all of it where this is absent. */
  readonly stored?: (state: S) => unknown;
  /** Writes side tables from the states just saved, in the same transaction. `now` is the batch's domain time. */
  readonly afterSave?: (client: PoolClient, saved: readonly Saved<S>[], now: string) => Promise<void>;
  /** Told after a commit that saved something, e.g. to wake who works on a side table. Must not throw. */
  readonly afterCommit?: () => void;
}

export interface ShellOptions<S, C> extends ShellHooks<S, C> {
  readonly service: string;
  readonly schema: string;
  readonly topic: string;
  readonly pool: Pool;
  readonly clock: { now(): number };
  /** Called after each commit that left events in the outbox. */
  readonly poke: () => void;
  readonly activity?: Activity;
}

/** What the store refused so recently counts as what it would refuse now. */
const RECENT_MS = 15_000;

/**
 * A process that stands still in several transactions keeps its requests no longer than in one. Those that wait for each other's
 * locks would otherwise stand still one after the other, each for as long as the pool lets a transaction be idle.
 */
const BEGIN = `${beginIn('system')}; set local transaction_timeout = '20s'`;

/** How often a command is tried again on a fault of the store. Events are tried for ever: their partition waits. */
const COMMAND_TRIES = 6;

/**
 * The imperative shell around the decides: states, inbox, receipts, outgoing events and side tables commit in one transaction.
 * A fault of the store is retried; what a decide throws is not, and fails the whole call.
 */
export class Shell<S = any, C = any> {
  readonly activity: Activity;
  private readonly store: ShellStore<S>;
  private readonly signals = new ChangeSignals();
  private readonly gathered: GatheredInputs<S, C>;
  private readonly log = new Logger('store');
  private refused: { readonly code: string; readonly at: number } | undefined;

  constructor(private readonly options: ShellOptions<S, C>) {
    this.activity = options.activity ?? new Activity();
    this.store = new ShellStore(options);
    this.gathered = new GatheredInputs((inputs) => this.handle(inputs));
  }

  /** Decides the inputs in order, in one transaction. Answers in the same order. */
  handle(inputs: readonly Input<S, C>[], signal?: AbortSignal): Promise<Outcome<S>[]> {
    if (inputs.length === 0) return Promise.resolve([]);
    return this.activity.during(() => this.retrying(inputs.map(lowerCased), signal));
  }

  /** Decides one input, sharing the transaction with others that wait. */
  execute(input: Input<S, C>): Promise<Outcome<S>> {
    return this.activity.during(() => this.gathered.add(input));
  }

  /** Resolves when a transaction of this process changed the request, or when `over` is aborted. */
  changedSignal(requestId: string, over: AbortSignal): Promise<void> {
    return this.signals.wait(requestId.toLowerCase(), over);
  }

  /** SQLSTATE by which the store refused the last transactions; undefined since one was committed, or for want of any. */
  get storeFault(): string | undefined {
    return this.refused && performance.now() - this.refused.at < RECENT_MS ? this.refused.code : undefined;
  }

  private async retrying(inputs: Input<S, C>[], signal?: AbortSignal): Promise<Outcome<S>[]> {
    const tries = inputs.every((input) => input.eventId) ? Infinity : COMMAND_TRIES;
    // After a lost COMMIT nobody knows whether it happened. Only what has an inbox row or a receipt may be tried again then.
    const repeatable = inputs.every((input) => input.eventId ?? input.receipt);
    for (let attempt = 1; ; attempt += 1) {
      const progress = { committing: false };
      try {
        const outcomes = await this.once(inputs, progress);
        this.refused = undefined;
        return outcomes;
      } catch (error) {
        if (isRefusal(error)) this.noteRefusal(error);
        const again = isRetryable(error) && (repeatable || !progress.committing);
        if (!again || attempt >= tries || signal?.aborted) throw error;
        await backOff(attempt, signal);
      }
    }
  }

  private noteRefusal(error: Refusal): void {
    // Tried again for ever, or by every caller: told once. Of a refusal PostgreSQL names the table or role, and no value.
    if (!this.refused) this.log.error(`the store refuses to write (${error.code}): ${error.message}`);
    this.refused = { code: error.code, at: performance.now() };
  }

  private once(inputs: Input<S, C>[], progress: { committing: boolean }): Promise<Outcome<S>[]> {
    return withClient(this.options.pool, async (client) => {
      const decided = await this.decideAndSave(client, inputs);
      failpoint('shell.before-commit');
      progress.committing = true;
      await client.query('commit');
      failpoint('shell.after-commit');
      this.committed(decided);
      return decided.outcomes;
    });
  }

  private async decideAndSave(client: PoolClient, inputs: Input<S, C>[]): Promise<Decided<S>> {
    const { clock, loadContext, afterSave } = this.options;
    // Only what reads goes along with the begin: were that to fail, it would stand outside the transaction.
    const [, loaded, context] = await pipelined<[unknown, Loaded<S>, C]>(client, () => [
      client.query(BEGIN),
      this.store.load(client, inputs as unknown as Input<S, never>[]),
      loadContext?.(client, inputs) as Promise<C>,
    ]);
    // Read after the locks are held: what waited for another's commit is decided at a later time than that one.
    const now = new Date(clock.now()).toISOString();
    const decided = decideInOrder(inputs, loaded, { ...context, now } as C & Now);
    await pipelined(client, () => [
      this.store.save(client, loaded, decided, now),
      decided.saved.length > 0 ? afterSave?.(client, decided.saved, now) : undefined,
    ]);
    return decided;
  }

  private committed(decided: Decided<S>): void {
    countDuplicates(decided.outcomes);
    this.signals.notify(decided.saved.map((saved) => saved.requestId));
    if (decided.emitted.length > 0) this.options.poke();
    if (decided.saved.length > 0) this.options.afterCommit?.();
  }
}

function lowerCased<S, C>(input: Input<S, C>): Input<S, C> {
  const requestId = input.requestId.toLowerCase();
  const eventId = input.eventId?.toLowerCase();
  if (requestId === input.requestId && eventId === input.eventId) return input;
  return { ...input, requestId, ...(eventId ? { eventId } : {}) };
}
