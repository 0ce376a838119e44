import { type Deadline, isRunning } from './deadline.js';
import type { EscalationState } from './escalation-state.js';

export interface DeadlineChanges {
  readonly opened: readonly Deadline[];
  /** Met, cancelled, or replaced; those that fired were ended by the firing itself. */
  readonly ended: readonly Deadline[];
}

/** What the store has to write about the deadlines between two states of a request. */
export function deadlineChanges(
  before: EscalationState | undefined,
  after: EscalationState,
): DeadlineChanges {
  const [ran, runs] = [runningOf(before), runningOf(after)];
  return {
    opened: runs.filter((deadline) => !ran.some(isSame(deadline))),
    ended: ran.filter((deadline) => !runs.some(isSame(deadline))),
  };
}

const runningOf = (state: EscalationState | undefined): readonly Deadline[] =>
  state?.deadlines.filter(isRunning) ?? [];

const isSame = (a: Deadline) => (b: Deadline) =>
  a.kind === b.kind && a.ordinal === b.ordinal && a.assignmentNumber === b.assignmentNumber;
