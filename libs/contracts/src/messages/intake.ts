import { Type } from '@sinclair/typebox';
import { AreaCode, AssignmentNumber, message, ProfileRef, Sealed, Severity } from '../parts.js';

export const RequestSubmitted = message(
  'RequestSubmitted',
  'intake',
  'A resident (or somebody on behalf) asked for something.',
  {
    number: Type.String({ description: 'tracking number a person can read out' }),
    jurisdiction: AreaCode,
    profile: ProfileRef,
    channel: Type.String(),
    requester: Type.Object({ id: Type.String(), anonymous: Type.Boolean() }, { additionalProperties: false }),
    areaCode: Type.Union([AreaCode, Type.Null()]),
    category: Type.Union([Type.String(), Type.Null()], { description: 'as stated by the requester' }),
    urgency: Type.Union([Severity, Type.Null()], { description: 'as stated by the requester' }),
    onBehalf: Type.Boolean(),
    hasContact: Type.Boolean(),
    locale: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]),
    onTheSpot: Type.Boolean({ description: 'answered on the spot and recorded in one step' }),
    trackingProof: Type.Union([Type.String(), Type.Null()], {
      description: 'keyed hash of number and last four digits of the phone',
    }),
    sealed: Sealed,
  },
);

export const RequestSupplemented = message(
  'RequestSupplemented',
  'intake',
  'The requester added to the request.',
  {
    sealed: Sealed,
  },
);

export const RequestWithdrawn = message(
  'RequestWithdrawn',
  'intake',
  'The requester took the request back.',
  {
    sealed: Sealed,
  },
);

export const SolutionConfirmed = message(
  'SolutionConfirmed',
  'intake',
  'The requester says it is solved, and rates it.',
  {
    assignmentNumber: AssignmentNumber,
    rating: Type.Integer({ minimum: 1, maximum: 5 }),
    sealed: Sealed,
  },
);

export const SolutionDisputed = message(
  'SolutionDisputed',
  'intake',
  'The requester says it is not solved.',
  {
    assignmentNumber: AssignmentNumber,
    sealed: Sealed,
  },
);

export const ClosingExceptionRequested = message(
  'ClosingExceptionRequested',
  'intake',
  'The holder asks to close without the requester’s word.',
  { assignmentNumber: AssignmentNumber, reasonCode: Type.String(), sealed: Sealed },
);

export const ClosingExceptionDecided = message(
  'ClosingExceptionDecided',
  'intake',
  'One level up decided on closing without the requester’s word.',
  { assignmentNumber: AssignmentNumber, approved: Type.Boolean(), sealed: Sealed },
);

export const RequestClosed = message(
  'RequestClosed',
  'intake',
  'Solved, and confirmed or excepted: struck off.',
  {
    how: Type.Union([Type.Literal('confirmed'), Type.Literal('on_the_spot'), Type.Literal('exception')]),
    assignmentNumber: Type.Union([AssignmentNumber, Type.Null()]),
  },
);

export const RequestAnonymised = message(
  'RequestAnonymised',
  'intake',
  'It ended long ago: whoever keeps a name, a phone or a text of it forgets them.',
  { endedAt: Type.String({ description: 'when the request ended; RFC 3339 UTC' }) },
);
