import type { Kind, ProfileRef, Severity } from '#contracts/parts.js';

export type Cause = 'triage' | 'deadline' | 'help' | 'dispute' | 'return' | 'transfer' | 'absence';
export type OpinionForm = 'office' | 'meeting' | 'centre';

/** One holding of the request by one officer of one office at one level. */
export interface Holding {
  /** 1, 2, 3 … within the request: the fencing token. */
  readonly number: number;
  readonly level: string;
  readonly beyond: boolean;
  readonly areaCode: string;
  readonly office: { readonly code: string; readonly name: string };
  readonly officerId: string;
}

export interface CurrentHolding extends Holding {
  /** Since when this office has it; a colleague taking over does not begin it anew. RFC 3339. */
  readonly officeSince: string;
  readonly acceptedAt: string | null;
  readonly opinions: readonly OpinionForm[];
  readonly helpAsked: boolean;
  readonly returnAsked: { readonly at: string; readonly reasonCode: string } | null;
  /** One level up has refused a return of this holding; it cannot be asked again. */
  readonly returnRefused: boolean;
}

export interface Matter {
  /** Where it is, as exactly as the registry knows; what routing goes by at every climb. */
  readonly areaCode: string;
  /** False where neither code, text nor coordinates named an area: such a request goes to general offices only. */
  readonly areaKnown: boolean;
  readonly category: string;
  readonly severity: Severity;
  readonly kind: Kind;
}

interface Known {
  readonly requestId: string;
  readonly jurisdiction: string;
  readonly profile: ProfileRef;
  /** Events this service wrote about the request so far; the second part of its entity tag. */
  readonly revision: number;
}

/** Submitted, not triaged yet. Keeps the sealed content only where the area has still to be found from it. */
export interface Waiting extends Known {
  readonly status: 'waiting';
  readonly sealed: string | null;
}

interface Held extends Known {
  readonly matter: Matter;
  readonly holding: CurrentHolding;
  /** The holdings before this one, oldest first. */
  readonly past: readonly Holding[];
}

export interface Open extends Held {
  readonly status: 'open';
}

/** The holder says it is solved; the requester is asked. */
export interface Resolved extends Held {
  readonly status: 'resolved';
  readonly resolvedAt: string;
}

export interface Ended extends Known {
  readonly status: 'ended';
  readonly because: 'closed' | 'withdrawn' | 'declined';
  /** Who held it, oldest first; empty if nobody ever did. */
  readonly past: readonly Holding[];
}

export type RequestState = Waiting | Open | Resolved | Ended;
