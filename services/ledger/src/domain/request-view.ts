import type { Kind, ProfileRef, Severity } from '#contracts/parts.js';
import type { Fresh, FRESH } from './fresh.js';

export const openStates = ['received', 'awaiting_triage', 'assigned', 'in_work'] as const;
export const requestStates = [...openStates, 'resolved', 'closed', 'declined', 'withdrawn'] as const;
export type RequestStatus = (typeof requestStates)[number];

export interface OfficeView {
  readonly code: string;
  readonly name: string;
}

/** Who holds it now. Every instant in a view is RFC 3339, UTC, milliseconds. */
export interface AssignmentView {
  readonly number: number;
  readonly level: string;
  readonly beyond: boolean;
  readonly areaCode: string;
  readonly office: OfficeView;
  readonly officerId: string;
  /** Name and phone of the officer as they came, encrypted; opened only to answer. */
  readonly officerSealed: string | null;
  readonly since: string;
  readonly acceptedAt: string | null;
  /** The way up from there, lowest first; office null where nobody was present. */
  readonly above: readonly { readonly level: string; readonly office: OfficeView | null }[];
}

/** One holding of the request's life; the last is open while somebody holds it. */
export interface HoldingView {
  readonly number: number;
  readonly level: string;
  readonly areaCode: string;
  readonly office: string;
  readonly officer: string;
  readonly from: string;
  readonly until: string | null;
  readonly acceptedAt: string | null;
  /** Cause of the next holding, or how the request ended. */
  readonly endedBecause: string | null;
}

export interface DeadlineView {
  readonly kind: string;
  readonly dueAt: string;
  readonly provisional: boolean;
  readonly rule: string;
}

/** Everything the ledger knows of one request: what its events, in the order of the log, add up to. */
export interface RequestView {
  readonly requestId: string;
  readonly number: string;
  readonly jurisdiction: string;
  readonly profile: ProfileRef;
  readonly channel: string;
  readonly requester: { readonly id: string; readonly anonymous: boolean };
  readonly trackingProof: string | null;
  readonly state: RequestStatus;
  readonly areaCode: string | null;
  /** null until triage decides; solved on the spot, as the officer stated it. */
  readonly category: string | null;
  readonly severity: Severity | null;
  readonly kind: Kind | null;
  readonly receivedAt: string;
  /** The level that holds it, or held it last. */
  readonly level: string | null;
  readonly assignment: AssignmentView | null;
  /** Number of the last assignment, 0 before the first. */
  readonly assignmentNumber: number;
  /** Events the assignment service has written about the request: the second part of the ETag. */
  readonly assignmentSequence: number;
  readonly holdings: readonly HoldingView[];
  readonly deadlines: readonly DeadlineView[];
  readonly next: { readonly level: string; readonly at: string; readonly rule: string } | null;
  /** A deadline that passed and was only reported. */
  readonly overdue: { readonly kind: string; readonly since: string } | null;
  readonly pausedUntil: string | null;
  readonly supervision: { readonly replyBy: string; readonly answeredAt: string | null } | null;
  readonly extension: { readonly until: string; readonly decision: 'asked' | 'granted' | 'refused' } | null;
  readonly returnAsked: boolean;
  readonly firstAcceptedAt: string | null;
  readonly resolvedAt: string | null;
  readonly endedAt: string | null;
  readonly closedHow: 'confirmed' | 'on_the_spot' | 'exception' | null;
  readonly rating: number | null;
  readonly disputes: number;
  readonly climbs: number;
  /** Entries in the timeline. */
  readonly entries: number;
  readonly [FRESH]?: readonly Fresh[];
}

export const isEnded = ({ state }: RequestView): boolean =>
  state === 'closed' || state === 'declined' || state === 'withdrawn';
