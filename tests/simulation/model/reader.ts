import type { Input } from '#eventlog/input.js';
import { type Log, type LogRecord, PARTITIONS } from './log.js';
import type { ServiceNode } from './service-node.js';
import type { Reactions } from './services.js';
import type { Transaction } from './transaction.js';

export const REPLICAS = 2;

/** What becomes of a batch. `hold`: the transaction stays open; `stall`: it is not even begun, while the group may move on. */
export type BatchFate = 'ok' | 'no_offset' | 'die_before_commit' | 'die_after_commit' | 'hold' | 'stall';

interface Taken {
  readonly records: readonly LogRecord[];
  readonly ends: readonly (readonly [partition: number, end: number])[];
}

/**
 * The consumer group of one service: who reads which partition, how far each member is, and what the broker knows of it. A
 * member handles what it has in hand even when the group has moved on; its offsets are refused then.
 */
export class Reader {
  generation = 0;
  readonly owners: number[] = Array.from({ length: PARTITIONS }, (_, p) => p % REPLICAS);
  private readonly committed: number[] = Array.from({ length: PARTITIONS }, () => 0);
  private readonly cursors: number[] = Array.from({ length: PARTITIONS }, () => 0);
  private readonly inHand: (Transaction | null)[] = Array.from({ length: REPLICAS }, () => null);

  constructor(
    private readonly node: ServiceNode,
    private readonly log: Log,
    /** null: nobody reads. */
    private readonly reactions: Reactions | null,
  ) {}

  /** A replica with something to read and nothing in hand; -1 where there is none. */
  ready(from: number): number {
    if (!this.reactions) return -1;
    for (let i = 0; i < REPLICAS; i += 1) {
      const replica = (from + i) % REPLICAS;
      if (!this.inHand[replica] && this.lagOf(replica)) return replica;
    }
    return -1;
  }

  private lagOf(replica: number): boolean {
    for (let p = 0; p < PARTITIONS; p += 1)
      if (this.owners[p] === replica && this.cursors[p]! < this.log.partitions[p]!.length) return true;
    return false;
  }

  /** Reads up to `limit` records and handles them in one transaction. False where nothing could be done. */
  read(replica: number, limit: number, fate: BatchFate): boolean {
    if (this.inHand[replica] || !this.reactions) return false;
    const taken = this.take(replica, limit);
    if (taken.ends.length === 0) return false;
    const transaction = this.transactionOf(taken, replica, fate !== 'no_offset');
    if (!transaction) {
      this.advance(taken, this.generation, fate === 'ok');
      return true;
    }
    this.inHand[replica] = transaction;
    if (fate === 'stall') this.node.open.push(transaction);
    else this.node.begin(transaction);
    if (fate === 'ok' || fate === 'no_offset') this.node.commit(transaction);
    return true;
  }

  private take(replica: number, limit: number): Taken {
    const records: LogRecord[] = [];
    const ends: [number, number][] = [];
    for (let p = 0; p < PARTITIONS && records.length < limit; p += 1) {
      if (this.owners[p] !== replica) continue;
      const partition = this.log.partitions[p]!;
      const from = this.cursors[p]!;
      const end = Math.min(partition.length, from + limit - records.length);
      for (let at = from; at < end; at += 1) records.push(partition[at]!);
      if (end > from) ends.push([p, end]);
    }
    return { records, ends };
  }

  /** null where no record concerns this service. */
  private transactionOf(taken: Taken, replica: number, offsets: boolean): Transaction | null {
    const inputs: (Input<any, any> & { readonly event: LogRecord })[] = [];
    const requestIds = new Set<string>();
    for (const event of taken.records) {
      const decide = this.reactions!.get(event.name)?.(event);
      if (!decide) continue;
      const { requestId } = event;
      inputs.push({ requestId, eventId: event.id, decide, event });
      requestIds.add(requestId);
    }
    if (inputs.length === 0) return null;
    const { generation } = this;
    return {
      purpose: 'events',
      replica,
      requestIds: [...requestIds],
      prepare: () => this.node.decide(inputs),
      after: () => {
        this.inHand[replica] = null;
        this.advance(taken, generation, offsets);
      },
      prepared: null,
    };
  }

  /** An offset of a generation that is over is refused. */
  private advance({ ends }: Taken, generation: number, offsets: boolean): void {
    if (generation !== this.generation) return;
    for (const [partition, end] of ends) {
      this.cursors[partition] = end;
      if (offsets) this.committed[partition] = end;
    }
  }

  /** The replica's process died and is there again: it reads from what the broker knows. */
  restart(replica: number): void {
    this.inHand[replica] = null;
    this.moveOn();
  }

  /** The group gives a partition to another member, while the one that had it works on. */
  rebalance(partition: number, replica: number): void {
    this.owners[partition] = replica;
    this.moveOn();
  }

  private moveOn(): void {
    this.generation += 1;
    for (let p = 0; p < PARTITIONS; p += 1) this.cursors[p] = this.committed[p]!;
  }
}
