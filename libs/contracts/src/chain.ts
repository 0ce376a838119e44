import type { EventName } from './catalogue.js';
import type { Writer } from './parts.js';

/** The services that react to events. The ledger is not named below: it reads every one. */
export type Reader = 'intake' | 'triage' | 'assignment' | 'escalation' | 'notification';

export interface Link {
  readonly event: EventName;
  readonly writer: Writer;
  /** Who has a reaction to it, beside the ledger. */
  readonly readers: readonly Reader[];
}

const link = (event: EventName, writer: Writer, ...readers: Reader[]): Link => ({ event, writer, readers });

/**
 * Who says what to whom, in the order in which a request lives. A test compares it with the writers of the schemas and
 * with the reactions that exist; the diagram in docs/ARCHITECTURE.md and the pages in docs/events are made from it.
 */
export const chain: readonly Link[] = [
  // It comes in and is understood.
  link('RequestSubmitted', 'intake', 'triage', 'assignment', 'escalation', 'notification'),
  link('RequestSupplemented', 'intake'),
  link('TriageQueued', 'triage', 'escalation'),
  link('RequestTriaged', 'triage', 'assignment', 'escalation'),
  link('RequestDeclined', 'triage', 'intake', 'assignment', 'escalation', 'notification'),
  // Somebody holds it, until a date.
  link('RequestAssigned', 'assignment', 'intake', 'escalation', 'notification'),
  link('DeadlinesSet', 'escalation', 'notification'),
  link('AssignmentAccepted', 'assignment', 'escalation'),
  link('OpinionGiven', 'assignment', 'notification'),
  link('WorkProgressed', 'assignment'),
  link('AssignmentReturned', 'assignment', 'escalation'),
  link('ReturnDecided', 'assignment', 'escalation'),
  link('ExtensionRequested', 'escalation'),
  link('ExtensionDecided', 'escalation', 'notification'),
  link('RequestPaused', 'escalation', 'notification'),
  link('RequestResumed', 'escalation', 'escalation'),
  link('SupervisionOpened', 'escalation', 'notification'),
  link('SupervisionAnswered', 'escalation'),
  // It climbs.
  link('DeadlineWarned', 'escalation', 'notification'),
  link('DeadlinePassed', 'escalation', 'triage', 'escalation', 'notification'),
  link('HelpAsked', 'assignment', 'escalation'),
  link('EscalationRaised', 'escalation', 'assignment', 'notification'),
  link('EscalationIgnored', 'assignment'),
  // It is solved, or so the holder says.
  link('RequestResolved', 'assignment', 'intake', 'escalation', 'notification'),
  link('NoticesSettled', 'notification', 'intake'),
  link('NoticeUndeliverable', 'notification'),
  link('SolutionDisputed', 'intake', 'escalation'),
  link('SolutionConfirmed', 'intake'),
  link('ClosingExceptionRequested', 'intake'),
  link('ClosingExceptionDecided', 'intake'),
  // It ends.
  link('RequestClosed', 'intake', 'assignment', 'escalation', 'notification'),
  link('RequestWithdrawn', 'intake', 'triage', 'assignment', 'escalation', 'notification'),
  link('AssignmentEnded', 'assignment'),
  // It is forgotten.
  link('RequestAnonymised', 'intake', 'notification'),
];

export const linkOf = (event: EventName): Link => chain.find((one) => one.event === event)!;
