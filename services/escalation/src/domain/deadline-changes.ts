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
  const [ran, runs] = [runningByKey(before), runningByKey(after)];
  return {
    opened: [...runs].filter(([key]) => !ran.has(key)).map(([, deadline]) => deadline),
    ended: [...ran].filter(([key]) => !runs.has(key)).map(([, deadline]) => deadline),
  };
}

const runningByKey = (state: EscalationState | undefined): Map<string, Deadline> =>
  new Map(
    (state?.deadlines ?? [])
      .filter(isRunning)
      .map((deadline) => [`${deadline.assignmentNumber}.${deadline.kind}.${deadline.ordinal}`, deadline]),
  );
