import type { Projection } from './project.js';
import { isEnded, type RequestView } from './request-view.js';

/** Deadlines whose passing makes the holder late; the others wait for somebody else, or only remind. */
export const LATE_KINDS: readonly string[] = [
  'triage',
  'accept',
  'resolve',
  'beyond_reply',
  'supervision_reply',
];

const current = (view: RequestView, assignmentNumber: number): boolean =>
  !isEnded(view) && view.assignmentNumber === assignmentNumber;

export const projectEscalation: {
  readonly [
    N in
      | 'DeadlinesSet'
      | 'DeadlineWarned'
      | 'DeadlinePassed'
      | 'EscalationRaised'
      | 'ExtensionRequested'
      | 'ExtensionDecided'
      | 'RequestPaused'
      | 'RequestResumed'
      | 'SupervisionOpened'
      | 'SupervisionAnswered'
  ]: Projection<N>;
} = {
  // What was said of an assignment before this one is over.
  DeadlinesSet: (view, { body }) =>
    current(view, body.assignmentNumber)
      ? { ...view, deadlines: body.deadlines as RequestView['deadlines'], next: body.next }
      : view,
  DeadlineWarned: (view) => view,
  DeadlinePassed: (view, { body }) => {
    const kind = String(body.kind);
    return current(view, body.assignmentNumber) && LATE_KINDS.includes(kind) && view.state !== 'resolved'
      ? { ...view, overdue: view.overdue ?? { kind, since: body.dueAt } }
      : view;
  },
  // It moves when the next level has it: with RequestAssigned.
  EscalationRaised: (view) => view,
  ExtensionRequested: (view, { body }) =>
    current(view, body.assignmentNumber)
      ? { ...view, extension: { until: body.until, decision: 'asked' } }
      : view,
  ExtensionDecided: (view, { body }) =>
    current(view, body.assignmentNumber)
      ? { ...view, extension: { until: body.until, decision: body.granted ? 'granted' : 'refused' } }
      : view,
  RequestPaused: (view, { body }) =>
    current(view, body.assignmentNumber) ? { ...view, pausedUntil: body.until, next: null } : view,
  RequestResumed: (view, { body }) =>
    current(view, body.assignmentNumber) ? { ...view, pausedUntil: null } : view,
  SupervisionOpened: (view, { body }) =>
    current(view, body.assignmentNumber)
      ? { ...view, supervision: { replyBy: body.replyBy, answeredAt: null } }
      : view,
  SupervisionAnswered: (view, { body, time }) =>
    view.supervision && current(view, body.assignmentNumber)
      ? {
          ...view,
          supervision: { ...view.supervision, answeredAt: time },
          overdue: view.overdue?.kind === 'supervision_reply' ? null : view.overdue,
        }
      : view,
};
