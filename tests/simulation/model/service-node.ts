import { must } from '../violation.js';
import { type Decided, decideInOrder, type KeptReceipt } from '#eventlog/decide-in-order.js';
import type { Input, Now } from '#eventlog/input.js';
import type { Emitted } from '#eventlog/outgoing-rows.js';
import type { LogRecord } from './log.js';
import { Outbox, type OutboxRow } from './outbox.js';
import type { ServiceName } from './services.js';
import type { Change, Prepared, Transaction } from './transaction.js';

interface Stored {
  readonly state: any;
  readonly sequence: number;
}

export interface NodeHooks {
  /** What the decides need beside the state. */
  readonly contextAt: (now: string) => Now;
  /** Side tables, written in the same transaction. */
  readonly afterSave?: ((changes: readonly Change[], transaction: Transaction) => void) | undefined;
  /** Looks at what was committed, before it is visible. */
  readonly observe: (node: ServiceNode, prepared: Prepared, transaction: Transaction) => void;
}

const NONE: ReadonlySet<string> = new Set();
const NO_RECEIPTS: ReadonlyMap<string, KeptReceipt> = new Map();

/**
 * One service with its store. The decides and `decideInOrder` are the product's; the store around them does what ShellStore's
 * SQL does: rows are locked before they are read, new rows collide at the commit, everything commits at once.
 */
export class ServiceNode {
  /** How far this service's clock is ahead of the true time, ms. */
  skew = 0;
  readonly states = new Map<string, Stored>();
  readonly inbox = new Set<string>();
  readonly receipts = new Map<string, KeptReceipt>();
  readonly outbox = new Outbox();
  readonly open: Transaction[] = [];
  private readonly locks = new Map<string, Transaction>();
  private readonly source: string;
  private events = 0;

  constructor(
    readonly name: ServiceName,
    private readonly trueTime: () => number,
    private readonly hooks: NodeHooks,
  ) {
    this.source = `/liandong/${name}`;
  }

  /** Epoch ms by this service's own clock. */
  now(): number {
    return this.trueTime() + this.skew;
  }

  isLocked(requestId: string): boolean {
    return this.locks.has(requestId);
  }

  /** Takes the locks and decides; false while another transaction holds one of them. */
  begin(transaction: Transaction): boolean {
    if (!this.open.includes(transaction)) this.open.push(transaction);
    if (transaction.requestIds.some((id) => this.locks.has(id))) return false;
    // A row that is not there yet cannot be locked: two that write it collide when they commit.
    for (const id of transaction.requestIds) if (this.states.has(id)) this.locks.set(id, transaction);
    transaction.prepared = transaction.prepare();
    if (!transaction.prepared) this.release(transaction);
    return true;
  }

  /** The rows a transaction would write, with the product's decides over the states as they stand. */
  decide(inputs: readonly Input<any, any>[]): Prepared {
    const now = instantOf(this.now());
    let handled: Set<string> | undefined;
    let receipts: Map<string, KeptReceipt> | undefined;
    for (const { eventId, receipt } of inputs) {
      if (eventId && this.inbox.has(eventId)) (handled ??= new Set()).add(eventId);
      const kept = receipt && this.receipts.get(receipt.key);
      if (kept) (receipts ??= new Map()).set(receipt.key, kept);
    }
    const loaded = {
      states: this.states,
      handled: handled ?? NONE,
      receipts: receipts ?? NO_RECEIPTS,
      stuck: NONE,
    };
    const decided = decideInOrder(inputs, loaded, this.hooks.contextAt(now));
    return this.prepared(now, inputs, decided);
  }

  /** For writers outside the shell: the changes and events as given. */
  prepared(now: string, inputs: readonly Input<any, any>[], decided: Decided<any>): Prepared {
    const fresh: string[] = [];
    for (const { requestId } of decided.saved) if (!this.states.has(requestId)) fresh.push(requestId);
    return { now, inputs, decided, rows: decided.emitted.map((one) => this.rowOf(one, now)), fresh };
  }

  private rowOf({ requestId, event, sequence }: Emitted, now: string): OutboxRow {
    this.events += 1;
    const record: LogRecord = {
      id: `${this.name}-${this.events}`,
      name: event.name,
      time: now,
      source: this.source,
      sequence,
      body: event.body,
      requestId,
      writer: this.name,
    } as LogRecord;
    return { id: this.outbox.nextId(), record };
  }

  /**
   * Commits, first beginning what still waits for a lock. False while it waits. Where another transaction wrote one of the new
   * rows first it is rolled back and decided again. `tell`: the process lives on to hear of it.
   */
  commit(transaction: Transaction, tell = true): boolean {
    for (let tries = 0; ; tries += 1) {
      must(tries < 3, 'a_collision_ends', null, () => `${this.name}: decided again and again`);
      if (!transaction.prepared && !this.begin(transaction)) return false;
      const { prepared } = transaction;
      if (!prepared) return true;
      if (this.collides(prepared)) {
        this.release(transaction);
        continue;
      }
      this.hooks.observe(this, prepared, transaction);
      this.write(prepared, transaction);
      this.release(transaction);
      if (tell) transaction.after(prepared);
      return true;
    }
  }

  private collides({ decided, fresh }: Prepared): boolean {
    for (const { eventId } of decided.inbox) if (this.inbox.has(eventId)) return true;
    for (const { key } of decided.receipts) if (this.receipts.has(key)) return true;
    for (const id of fresh) if (this.states.has(id)) return true;
    return false;
  }

  private write({ decided, rows }: Prepared, transaction: Transaction): void {
    for (const { requestId, state, sequence } of decided.saved)
      this.states.set(requestId, { state, sequence });
    for (const { eventId } of decided.inbox) this.inbox.add(eventId);
    for (const { key, payloadHash, response } of decided.receipts)
      this.receipts.set(key, { payloadHash, response });
    if (decided.saved.length > 0) this.hooks.afterSave?.(decided.saved, transaction);
    this.outbox.commit(rows);
  }

  /** Rolled back: the process died, or has to begin again. */
  release(transaction: Transaction): void {
    for (const id of transaction.requestIds) if (this.locks.get(id) === transaction) this.locks.delete(id);
    transaction.prepared = null;
    const at = this.open.indexOf(transaction);
    if (at >= 0) this.open.splice(at, 1);
  }
}

let lastMs = NaN;
let lastText = '';

/** Mostly the same moment is asked for again. */
export function instantOf(ms: number): string {
  if (ms === lastMs) return lastText;
  lastMs = ms;
  lastText = new Date(ms).toISOString();
  return lastText;
}
