import type { Outgoing } from '#contracts/catalogue.js';
import type { CountedTime } from '#working-time/duration.js';

export type DeadlineKind =
  | 'triage'
  | 'warn'
  | 'accept'
  | 'resolve'
  | 'beyond_reply'
  | 'follow_up'
  | 'supervision_reply'
  | 'return_decision'
  | 'extension_decision'
  | 'resume';

/** How a due time came about, so that it can be counted again. Instants are RFC 3339, UTC, milliseconds. */
export type Counted =
  /** A length of time of the profile, from an instant on. */
  | { readonly by: 'duration'; readonly from: string; readonly within: string }
  /** What a pause had left over, from the resumption on, and never before it was due without the pause. */
  | {
      readonly by: 'rest';
      readonly from: string;
      readonly restMs: number;
      readonly time: CountedTime;
      readonly notBefore: string;
    }
  /** A date that somebody named; no calendar moves it. `time`: what a pause keeps of it. */
  | { readonly by: 'date'; readonly at: string; readonly time: CountedTime }
  /** So long before another deadline. */
  | { readonly by: 'before'; readonly from: string; readonly within: string; readonly dueAt: string };

/**
 * A deadline never changes: what moves it puts another of the same kind in its place, with the next ordinal. So each can be
 * fired or struck off exactly once.
 */
export interface Deadline {
  /** 0 while nobody holds the request. */
  readonly assignmentNumber: number;
  readonly kind: DeadlineKind;
  /** 1, 2, 3 … within assignment and kind. */
  readonly ordinal: number;
  readonly dueAt: string;
  readonly provisional: boolean;
  /** The clause of the profile, or the act, that made it. */
  readonly rule: string;
  readonly counted: Counted;
  readonly state: 'running' | 'met' | 'cancelled' | 'fired';
  /** Where the request goes if it passes, and by which rule; null: it stays where it is. */
  readonly climbsTo: { readonly level: string; readonly rule: string } | null;
  /** What is published if it passes. Of one that was set just now: once it is stored its row has it, and the state no more. */
  readonly consequence?: Outgoing;
}

/** At most one of each kind, the latest. */
export type Deadlines = readonly Deadline[];

export const isRunning = (deadline: Deadline): boolean => deadline.state === 'running';

export const climbs = (deadline: Deadline): boolean => deadline.climbsTo !== null;

export const runningOf = (deadlines: Deadlines, kind: DeadlineKind): Deadline | undefined =>
  deadlines.find((deadline) => deadline.kind === kind && isRunning(deadline));

/** Ends what runs of these kinds; all kinds when none is named. */
export const endDeadlines = (
  deadlines: Deadlines,
  as: 'met' | 'cancelled',
  kinds?: readonly DeadlineKind[],
): Deadlines =>
  deadlines.map((deadline) =>
    isRunning(deadline) && (kinds?.includes(deadline.kind) ?? true) ? { ...deadline, state: as } : deadline,
  );
