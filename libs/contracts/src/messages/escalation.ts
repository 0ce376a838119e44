import { Type } from '@sinclair/typebox';
import { AssignmentNumber, Instant, LevelId, message, Sealed } from '../parts.js';

/** `triage` belongs to assignment number 0: nobody holds the request yet. */
export const DeadlineKind = Type.Union(
  [
    'triage',
    'warn',
    'accept',
    'resolve',
    'beyond_reply',
    'follow_up',
    'supervision_reply',
    'return_decision',
    'extension_decision',
    'resume',
  ].map((k) => Type.Literal(k)),
);

export const DeadlineView = Type.Object(
  {
    kind: DeadlineKind,
    dueAt: Instant,
    provisional: Type.Boolean({ description: 'beyond the official calendar; recomputed when it arrives' }),
    rule: Type.String({ description: 'the clause of the profile that made it' }),
  },
  { additionalProperties: false },
);

const AnyNumber = Type.Integer({ minimum: 0, description: '0 while nobody holds the request' });

export const DeadlinesSet = message(
  'DeadlinesSet',
  'escalation',
  'The deadlines that run now; replaces what was said before.',
  {
    assignmentNumber: AnyNumber,
    deadlines: Type.Array(DeadlineView),
    next: Type.Union([
      Type.Object({ level: LevelId, at: Instant, rule: Type.String() }, { additionalProperties: false }),
      Type.Null(),
    ]),
    calendarVersion: Type.String(),
  },
);

export const DeadlineWarned = message('DeadlineWarned', 'escalation', 'A deadline is near.', {
  assignmentNumber: AnyNumber,
  kind: DeadlineKind,
  dueAt: Instant,
});

export const DeadlinePassed = message(
  'DeadlinePassed',
  'escalation',
  'A deadline passed without a climb of its own; it is reported.',
  {
    assignmentNumber: AnyNumber,
    kind: DeadlineKind,
    dueAt: Instant,
  },
);

export const EscalationRaised = message(
  'EscalationRaised',
  'escalation',
  'The request moves to the next level.',
  {
    assignmentNumber: AssignmentNumber,
    fromLevel: LevelId,
    toLevel: LevelId,
    beyond: Type.Boolean(),
    cause: Type.Union(['deadline', 'help', 'dispute'].map((c) => Type.Literal(c))),
    dueAt: Type.Union([Instant, Type.Null()]),
  },
);

export const ExtensionRequested = message(
  'ExtensionRequested',
  'escalation',
  'More time is asked for, before expiry.',
  {
    assignmentNumber: AssignmentNumber,
    until: Instant,
    sealed: Sealed,
  },
);

export const ExtensionDecided = message(
  'ExtensionDecided',
  'escalation',
  'One level up granted or refused more time.',
  {
    assignmentNumber: AssignmentNumber,
    granted: Type.Boolean(),
    until: Instant,
    sealed: Sealed,
  },
);

export const RequestPaused = message('RequestPaused', 'escalation', 'The clock stands still until a date.', {
  assignmentNumber: AssignmentNumber,
  until: Instant,
  reasonCode: Type.String(),
  sealed: Sealed,
});

export const RequestResumed = message('RequestResumed', 'escalation', 'The clock runs again.', {
  assignmentNumber: AssignmentNumber,
});

export const SupervisionOpened = message(
  'SupervisionOpened',
  'escalation',
  'A higher desk supervises and wants a reply.',
  {
    assignmentNumber: AssignmentNumber,
    replyBy: Instant,
    sealed: Sealed,
  },
);

export const SupervisionAnswered = message(
  'SupervisionAnswered',
  'escalation',
  'The holder replied to the supervision.',
  {
    assignmentNumber: AssignmentNumber,
    sealed: Sealed,
  },
);
