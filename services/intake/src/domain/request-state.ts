import type { Actor, ProfileRef, Severity } from '#contracts/parts.js';

/** The holding intake has heard of last; it fences disputes, confirmations and exceptions. */
export interface Assignment {
  readonly number: number;
  readonly level: string;
  readonly areaCode: string;
  readonly officeCode: string;
}

/** Notices of this purpose were delivered or handed to a person. */
export interface Settled {
  readonly purpose: string;
  readonly assignmentNumber: number | null;
}

/** By what a request is found again without anything being opened. */
export interface ContactIndex {
  readonly phone: string;
  readonly lastFour: string;
}

interface Known {
  readonly requestId: string;
  /** Tracking number a person can read out. */
  readonly number: string;
  readonly jurisdiction: string;
  readonly profile: ProfileRef;
  readonly channel: string;
  readonly areaCode: string | null;
  readonly category: string | null;
  readonly urgency: Severity | null;
  /** Token subject of whoever submitted it; alone may answer for it. */
  readonly requesterId: string;
  readonly anonymous: boolean;
  readonly onBehalf: boolean;
  readonly hasContact: boolean;
  /** Keyed blind index of the phone; null where none was left, or not to be found by. */
  readonly contactIndex: ContactIndex | null;
  /** RFC 3339 UTC, like every instant here. */
  readonly receivedAt: string;
  /** Text, contact and place, encrypted; null once it was anonymised. */
  readonly sealed: string | null;
  readonly anonymisedAt: string | null;
  readonly assignment: Assignment | null;
  readonly settled: readonly Settled[];
}

/** Somebody has to work on it, or nobody has been found yet. */
export interface Received extends Known {
  readonly state: 'received';
  /** The assignment whose solution the requester refused; its late events change nothing any more. */
  readonly disputed: number | null;
}

/** The holder says it is solved. Closed by the requester's word, or by an exception approved above, once the notices are settled. */
export interface Resolved extends Known {
  readonly state: 'resolved';
  readonly resolvedAt: string;
  readonly resolvedAssignment: number;
  readonly confirmation: { readonly at: string; readonly rating: number } | null;
  readonly exceptionAsked: { readonly at: string; readonly by: string; readonly reasonCode: string } | null;
  readonly exceptionApproved: { readonly at: string; readonly by: string } | null;
}

/** The store refuses this state unless the fields prove that it was earned: see the CHECK of the first migration. */
export type Closed = Known & { readonly state: 'closed'; readonly closedAt: string } & (
    | {
        readonly how: 'confirmed';
        readonly resolvedAt: string;
        readonly confirmedAt: string;
        readonly rating: number;
        readonly noticesSettled: true;
      }
    | {
        readonly how: 'exception';
        readonly resolvedAt: string;
        readonly exceptionApprovedBy: string;
        readonly noticesSettled: true;
      }
    | { readonly how: 'on_the_spot'; readonly solvedOnTheSpotBy: string }
  );

export interface Declined extends Known {
  readonly state: 'declined';
  readonly declinedAt: string;
}

export interface Withdrawn extends Known {
  readonly state: 'withdrawn';
  readonly withdrawnAt: string;
}

export type RequestState = Received | Resolved | Closed | Declined | Withdrawn;

/** What every act says. `sealed`: its free text, encrypted by the caller; null where there is none. */
export interface Act {
  readonly by: Actor;
  readonly sealed: string | null;
}

/** The fields that stay whatever becomes of the request. */
export function known(state: RequestState): Known {
  const { requestId, number, jurisdiction, profile, channel, areaCode, category, urgency } = state;
  const { requesterId, anonymous, onBehalf, hasContact, contactIndex, anonymisedAt } = state;
  const { receivedAt, sealed, assignment, settled } = state;
  return {
    ...{ requestId, number, jurisdiction, profile, channel, areaCode, category, urgency },
    ...{ requesterId, anonymous, onBehalf, hasContact, contactIndex, anonymisedAt },
    ...{ receivedAt, sealed, assignment, settled },
  };
}
