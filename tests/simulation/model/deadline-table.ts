import type { Deadline } from '../../../services/escalation/src/domain/deadline.js';
import { deadlineChanges } from '../../../services/escalation/src/domain/deadline-changes.js';
import type { EscalationState } from '../../../services/escalation/src/domain/escalation-state.js';
import { must } from '../violation.js';
import { DueQueue } from './due-queue.js';
import type { Change } from './transaction.js';

export interface DeadlineRow {
  readonly deadline: Deadline;
  state: 'pending' | 'done';
}

export const keyOf = ({ assignmentNumber, kind, ordinal }: Deadline): string =>
  `${assignmentNumber}.${kind}.${ordinal}`;

/**
 * `escalation.deadline`, kept in step with the states by the product's own `deadlineChanges`. What ended is remembered as done, where
 * the product deletes it: so a deadline that is set a second time is found.
 */
export class DeadlineTable {
  readonly queue = new DueQueue<string>();
  private readonly rows = new Map<string, Map<string, DeadlineRow>>();

  of(requestId: string): ReadonlyMap<string, DeadlineRow> {
    return this.rows.get(requestId) ?? new Map();
  }

  /** Those of a request that are pending and due, by their keys. */
  due(requestId: string, now: string): DeadlineRow[] {
    return [...this.of(requestId).values()].filter(
      ({ state, deadline }) => state === 'pending' && deadline.dueAt <= now,
    );
  }

  save({ requestId, previous, state }: Change): void {
    const { opened, ended } = deadlineChanges(
      previous as EscalationState | undefined,
      state as EscalationState,
    );
    if (opened.length + ended.length === 0) return;
    let own = this.rows.get(requestId);
    if (!own) this.rows.set(requestId, (own = new Map()));
    for (const deadline of ended) {
      const row = own.get(keyOf(deadline));
      if (row?.state === 'pending') row.state = 'done';
    }
    for (const deadline of opened) {
      const key = keyOf(deadline);
      must(!own.has(key), 'deadline_row_is_new', requestId, () => `${key} was set before`);
      own.set(key, { deadline, state: 'pending' });
      this.queue.add(Date.parse(deadline.dueAt), requestId);
    }
  }
}
