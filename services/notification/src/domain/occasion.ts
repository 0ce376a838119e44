import type { Outgoing } from '#contracts/catalogue.js';
import type { NoticeRule } from '#profile/model.js';
import type { Facts } from './request-state.js';

/** The events a profile may hang notices on. */
export type NoticeEvent = Outgoing<NoticeRule['on']>;

/** When notices may be owed: once for each `once` of a purpose and recipient, however often the event is said. */
export interface Occasion {
  readonly on: NoticeRule['on'];
  readonly assignmentNumber: number | null;
  readonly once: string;
  readonly facts: Facts;
}

/** @returns null where the event is no occasion to tell anybody anything */
export function occasionOf(event: NoticeEvent): Occasion | null {
  const { name: on } = event;
  const about = (number: number, facts: Facts = {}, ...once: string[]): Occasion => ({
    on,
    assignmentNumber: number === 0 ? null : number,
    once: [number, ...once].join('.'),
    facts,
  });
  const whole = (facts: Facts = {}): Occasion => ({ on, assignmentNumber: null, once: '', facts });
  switch (event.name) {
    case 'RequestSubmitted':
    case 'RequestClosed':
    case 'RequestWithdrawn':
      return whole();
    case 'RequestDeclined':
      return whole({ redirect: event.body.redirect });
    case 'RequestAssigned':
      return about(event.body.assignment.number);
    case 'DeadlinesSet':
      // Before anybody holds it, and after it has ended, there is no date to tell.
      return event.body.assignmentNumber === 0 || event.body.deadlines.length === 0
        ? null
        : about(event.body.assignmentNumber);
    case 'OpinionGiven':
    case 'RequestResolved':
      return about(event.body.assignmentNumber);
    case 'EscalationRaised':
      return about(event.body.assignmentNumber, { level: event.body.toLevel });
    case 'DeadlineWarned':
    case 'DeadlinePassed':
      return about(
        event.body.assignmentNumber,
        { until: event.body.dueAt },
        event.body.kind,
        event.body.dueAt,
      );
    case 'ExtensionDecided':
      // Refused, the date stays what it was.
      return event.body.granted
        ? about(event.body.assignmentNumber, { until: event.body.until }, event.body.until)
        : about(event.body.assignmentNumber, {}, 'refused', event.body.until);
    case 'RequestPaused':
      return about(event.body.assignmentNumber, { until: event.body.until }, event.body.until);
    case 'SupervisionOpened':
      return about(event.body.assignmentNumber, { until: event.body.replyBy }, event.body.replyBy);
  }
}

/** Whether the rule speaks of this occasion: of the first assignment, of later ones, or of any. */
export function applies(rule: NoticeRule, { on, assignmentNumber }: Occasion): boolean {
  if (rule.on !== on) return false;
  if (rule.assignments === undefined || assignmentNumber === null) return true;
  return (rule.assignments === 'first') === (assignmentNumber === 1);
}
