import { Type } from '@sinclair/typebox';
import { AreaCode, AssignmentNumber, Kind, LevelId, message, Sealed, Severity } from '../parts.js';

const OfficeName = Type.Object({ code: Type.String(), name: Type.String() }, { additionalProperties: false });

export const RequestAssigned = message(
  'RequestAssigned',
  'assignment',
  'One officer of one office at one level holds it now.',
  {
    assignment: Type.Object(
      {
        number: AssignmentNumber,
        level: LevelId,
        beyond: Type.Boolean({ description: 'held on the rung beyond the top level' }),
        areaCode: AreaCode,
        office: OfficeName,
        officerId: Type.String(),
      },
      { additionalProperties: false },
    ),
    cause: Type.Union(
      ['triage', 'deadline', 'help', 'dispute', 'return', 'transfer', 'absence'].map((c) => Type.Literal(c)),
      { description: 'why this assignment was opened; transfer and absence keep the deadlines running' },
    ),
    previous: Type.Union([AssignmentNumber, Type.Null()]),
    skipped: Type.Array(
      Type.Object({ level: LevelId, why: Type.String() }, { additionalProperties: false }),
      { description: 'levels climbed past at once, each with its reason' },
    ),
    above: Type.Array(
      Type.Object(
        { level: LevelId, office: Type.Union([OfficeName, Type.Null()]) },
        { additionalProperties: false },
      ),
      {
        description:
          'the way up from here, lowest first, as the registry stands now; office null where nobody is present',
      },
    ),
    category: Type.String(),
    severity: Severity,
    kind: Kind,
    sealed: Sealed,
  },
);

export const AssignmentAccepted = message('AssignmentAccepted', 'assignment', 'The officer took it.', {
  assignmentNumber: AssignmentNumber,
});

export const WorkProgressed = message(
  'WorkProgressed',
  'assignment',
  'The officer reports what was done so far.',
  {
    assignmentNumber: AssignmentNumber,
    sealed: Sealed,
  },
);

export const OpinionGiven = message(
  'OpinionGiven',
  'assignment',
  'The written handling opinion a gate asked for.',
  {
    assignmentNumber: AssignmentNumber,
    form: Type.Union([Type.Literal('office'), Type.Literal('meeting'), Type.Literal('centre')]),
    sealed: Sealed,
  },
);

export const HelpAsked = message(
  'HelpAsked',
  'assignment',
  'It cannot be solved here; the next level shall.',
  {
    assignmentNumber: AssignmentNumber,
    reasonCode: Type.String(),
    sealed: Sealed,
  },
);

export const RequestResolved = message(
  'RequestResolved',
  'assignment',
  'The holder says it is solved; the requester is asked.',
  {
    assignmentNumber: AssignmentNumber,
    level: LevelId,
    sealed: Sealed,
  },
);

export const AssignmentReturned = message(
  'AssignmentReturned',
  'assignment',
  'The office says it is not its matter; one level up decides, the clock runs on.',
  {
    assignmentNumber: AssignmentNumber,
    reasonCode: Type.String(),
    sealed: Sealed,
  },
);

export const ReturnDecided = message('ReturnDecided', 'assignment', 'One level up decided on the return.', {
  assignmentNumber: AssignmentNumber,
  accepted: Type.Boolean(),
  sealed: Sealed,
});

export const EscalationIgnored = message(
  'EscalationIgnored',
  'assignment',
  'An escalation named an assignment that had ended or was solved.',
  {
    assignmentNumber: AssignmentNumber,
    because: Type.Union(
      ['past_assignment', 'resolved', 'closed', 'withdrawn', 'declined'].map((c) => Type.Literal(c)),
    ),
  },
);

export const AssignmentEnded = message(
  'AssignmentEnded',
  'assignment',
  'The last assignment ended with the request.',
  {
    assignmentNumber: AssignmentNumber,
    because: Type.Union([Type.Literal('closed'), Type.Literal('withdrawn')]),
  },
);
