import type { Static } from '@sinclair/typebox';
import * as assignment from './messages/assignment.js';
import * as escalation from './messages/escalation.js';
import * as intake from './messages/intake.js';
import * as notification from './messages/notification.js';
import * as triage from './messages/triage.js';

/** Every message that may stand on `liandong.requests.v1`, by name, version 1. */
export const catalogue = {
  RequestSubmitted: intake.RequestSubmitted,
  RequestSupplemented: intake.RequestSupplemented,
  RequestWithdrawn: intake.RequestWithdrawn,
  SolutionConfirmed: intake.SolutionConfirmed,
  SolutionDisputed: intake.SolutionDisputed,
  ClosingExceptionRequested: intake.ClosingExceptionRequested,
  ClosingExceptionDecided: intake.ClosingExceptionDecided,
  RequestClosed: intake.RequestClosed,
  RequestAnonymised: intake.RequestAnonymised,
  TriageQueued: triage.TriageQueued,
  RequestTriaged: triage.RequestTriaged,
  RequestDeclined: triage.RequestDeclined,
  RequestAssigned: assignment.RequestAssigned,
  AssignmentAccepted: assignment.AssignmentAccepted,
  WorkProgressed: assignment.WorkProgressed,
  OpinionGiven: assignment.OpinionGiven,
  HelpAsked: assignment.HelpAsked,
  RequestResolved: assignment.RequestResolved,
  AssignmentReturned: assignment.AssignmentReturned,
  ReturnDecided: assignment.ReturnDecided,
  EscalationIgnored: assignment.EscalationIgnored,
  AssignmentEnded: assignment.AssignmentEnded,
  DeadlinesSet: escalation.DeadlinesSet,
  DeadlineWarned: escalation.DeadlineWarned,
  DeadlinePassed: escalation.DeadlinePassed,
  EscalationRaised: escalation.EscalationRaised,
  ExtensionRequested: escalation.ExtensionRequested,
  ExtensionDecided: escalation.ExtensionDecided,
  RequestPaused: escalation.RequestPaused,
  RequestResumed: escalation.RequestResumed,
  SupervisionOpened: escalation.SupervisionOpened,
  SupervisionAnswered: escalation.SupervisionAnswered,
  NoticesSettled: notification.NoticesSettled,
  NoticeUndeliverable: notification.NoticeUndeliverable,
} as const;

export type EventName = keyof typeof catalogue;
export type BodyOf<N extends EventName> = Static<(typeof catalogue)[N]>;

/** An event on its way out: a name and its body. The shell adds id, time, sequence and trace. */
export type Outgoing<N extends EventName = EventName> = {
  [K in N]: { readonly name: K; readonly body: BodyOf<K> };
}[N];

/** An event as a reaction sees it. */
export interface Received<N extends EventName = EventName> {
  readonly id: string;
  readonly name: N;
  /** Domain time of the event, RFC 3339 UTC. */
  readonly time: string;
  readonly source: string;
  /** Position among the events that the same service wrote about the same request: 1, 2, 3 … without gaps. */
  readonly sequence: number;
  readonly body: BodyOf<N>;
}

export const outgoing = <N extends EventName>(name: N, body: BodyOf<N>): Outgoing<N> =>
  ({ name, body }) as unknown as Outgoing<N>;
