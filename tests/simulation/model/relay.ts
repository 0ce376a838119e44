import type { Log } from './log.js';
import { partitionOf } from './log.js';
import type { OutboxRow } from './outbox.js';
import type { ServiceNode } from './service-node.js';

/** What becomes of a round. `part_sent`: the broker fails after some partitions were written; `stall`: it loses the lock with rows in hand. */
export type RelayFate = 'ok' | 'die_before_send' | 'die_after_send' | 'part_sent' | 'stall';

/**
 * Moves one service's outbox to the log as relay.ts does: claim the oldest that are there, send, delete what was acknowledged.
 * One that lost its session may still send what it has in hand, but can delete nothing any more.
 */
export class RelayModel {
  private readonly stalled: OutboxRow[][] = [];

  constructor(
    private readonly node: ServiceNode,
    private readonly log: Log,
    private readonly sent: (row: OutboxRow) => void,
  ) {}

  get hasStalled(): boolean {
    return this.stalled.length > 0;
  }

  /** False where there was nothing to send. */
  round(limit: number, fate: RelayFate): boolean {
    const rows = this.node.outbox.claim(limit);
    if (rows.length === 0) return false;
    if (fate === 'stall') this.stalled.push(rows);
    else if (fate === 'part_sent') this.send(rows.filter(({ record }) => partitionOf(record.requestId) > 0));
    else if (fate !== 'die_before_send') this.send(rows);
    if (fate === 'ok') this.node.outbox.remove(rows);
    return true;
  }

  /** The one that lost its lock sends all the same. */
  sendLate(): boolean {
    const rows = this.stalled.shift();
    if (!rows) return false;
    this.send(rows);
    return true;
  }

  private send(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      this.log.append(row.record);
      this.sent(row);
    }
  }
}
