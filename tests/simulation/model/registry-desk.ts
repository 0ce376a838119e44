import { indexRegistry } from '../../../services/assignment/src/domain/index-registry.js';
import type { RegistryRows, RegistrySnapshot } from '../../../services/assignment/src/domain/registry.js';
import { reholdWhenOfficerAway } from '../../../services/assignment/src/domain/rehold-when-officer-away.js';
import { UNSTAFFED } from '../../../services/assignment/src/domain/route-upwards.js';
import type { HoldingTable } from './holding-table.js';
import type { ServiceNode } from './service-node.js';
import type { Transaction } from './transaction.js';

interface StandInDue {
  readonly officerId: string;
  /** Epoch ms by the clock of assignment. */
  readonly dueAt: number;
}

/** The registry, and what its changes mean for open holdings: registry.changes.ts and stand-in.ts. */
export class RegistryDesk {
  snapshot: RegistrySnapshot;
  due: StandInDue[] = [];
  private version = 1;

  constructor(
    private rows: RegistryRows,
    private readonly node: () => ServiceNode,
    private readonly holdings: HoldingTable,
  ) {
    this.snapshot = indexRegistry(rows, 1);
  }

  /** Waits for holders being chosen by the old version: false while a transaction has read it. */
  private change(rows: RegistryRows, standIn: StandInDue): boolean {
    if (this.node().open.some(({ prepared }) => prepared)) return false;
    this.rows = rows;
    this.version += 1;
    this.snapshot = indexRegistry(rows, this.version);
    this.due.push(standIn, { officerId: UNSTAFFED, dueAt: this.node().now() });
    return true;
  }

  absence(officerId: string, from: number, until: number): boolean {
    const absences = [...this.rows.absences, { officerId, from, until }];
    return this.change({ ...this.rows, absences }, { officerId, dueAt: from });
  }

  leave(officerId: string): boolean {
    if (!this.snapshot.officers.has(officerId)) return false;
    const officers = this.rows.officers.filter(({ id }) => id !== officerId);
    return this.change({ ...this.rows, officers }, { officerId, dueAt: this.node().now() });
  }

  get nextDueAt(): number {
    return this.due.reduce((first, { dueAt }) => Math.min(first, dueAt), Infinity);
  }

  /** The first that is due: everything the officer holds is looked at. The row goes last, so that a kill only means one more look. */
  standIn(replica: number): Transaction | null {
    const now = this.node().now();
    const first = this.due.find(({ dueAt }) => dueAt <= now);
    if (!first) return null;
    const { officerId } = first;
    const held = this.holdings.heldBy(officerId).toSorted();
    const done = () => {
      this.due = this.due.filter((one) => one !== first);
    };
    if (held.length === 0) {
      done();
      return null;
    }
    return {
      purpose: 'stand_in',
      replica,
      requestIds: held,
      prepare: () =>
        this.node().decide(
          held.map((requestId) => ({
            requestId,
            standInFor: officerId,
            decide: (state: any, context: any) => reholdWhenOfficerAway(state, officerId, context),
          })),
        ),
      after: done,
      prepared: null,
    };
  }
}
