import type { Kind, ProfileRef, Severity } from '#contracts/parts.js';
import type { CountedTime } from '#working-time/duration.js';
import type { Deadlines, DeadlineKind } from './deadline.js';

/** One holding of the request by one officer of one office at one level. */
export interface Holding {
  /** 1, 2, 3 … within the request: the fencing token. */
  readonly number: number;
  readonly level: string;
  /** On the rung beyond the top level. */
  readonly beyond: boolean;
  readonly areaCode: string;
  readonly officeCode: string;
  readonly openedAt: string;
  readonly acceptedAt: string | null;
}

/** A deadline that a pause took off, and what was left of it. */
export interface Suspended {
  readonly kind: DeadlineKind;
  readonly rule: string;
  readonly restMs: number;
  readonly time: CountedTime;
  /** When it was due; a pause brings nothing forward. */
  readonly dueAt: string;
}

export interface Pause {
  readonly from: string;
  readonly until: string;
  readonly reasonCode: string;
  readonly suspended: readonly Suspended[];
}

export interface Supervision {
  readonly openedAt: string;
  readonly replyBy: string;
  /** Level of the desk that supervises; null: an administrator. */
  readonly level: string | null;
}

interface Known {
  readonly requestId: string;
  readonly jurisdiction: string;
  readonly profile: ProfileRef;
  readonly deadlines: Deadlines;
  /**
   * The last assignment for which an escalation is under way or done; an assignment climbs at most once. It falls back when
   * the holder's solution turns out to have come first, since that makes the escalation void.
   */
  readonly escalatedNumber: number;
}

/** Nobody holds it yet. */
export interface Waiting extends Known {
  readonly status: 'waiting';
  readonly areaCode: string | null;
}

interface Held extends Known {
  readonly severity: Severity;
  readonly kind: Kind;
  readonly holding: Holding;
  /** The holdings before this one, oldest first: who may still be told that theirs is over. */
  readonly past: readonly Holding[];
  /** Granted to this holding so far. */
  readonly extensions: number;
  readonly pendingExtension: { readonly until: string; readonly askedAt: string } | null;
  readonly supervision: Supervision | null;
}

export interface Open extends Held {
  readonly status: 'open';
}

/** The clock of the work stands still until a date. */
export interface Paused extends Held {
  readonly status: 'paused';
  readonly pause: Pause;
}

/** The holder says it is solved; the requester is asked. */
export interface Resolved extends Held {
  readonly status: 'resolved';
}

export interface Ended extends Known {
  readonly status: 'ended';
  readonly because: 'closed' | 'withdrawn' | 'declined';
  readonly past: readonly Holding[];
}

export type HeldState = Open | Paused | Resolved;
export type EscalationState = Waiting | HeldState | Ended;

export const isHeld = (state: EscalationState | undefined): state is HeldState =>
  state !== undefined && state.status !== 'waiting' && state.status !== 'ended';

/** A climb was raised for this holding and has not been answered by the next one yet. */
export const isClimbing = (state: HeldState): boolean => state.escalatedNumber >= state.holding.number;

/** Back to work: what the pause kept is left to the caller. */
export function opened(state: HeldState): Open {
  const { status: _status, ...rest } = state;
  const { pause: _pause, ...held } = rest as Omit<Paused, 'status'>;
  return { ...held, status: 'open' };
}
