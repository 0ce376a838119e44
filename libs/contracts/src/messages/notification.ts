import { Type } from '@sinclair/typebox';
import { AssignmentNumber, message } from '../parts.js';

const Purpose = Type.String({ description: 'received, assigned, opinion, escalated, extended, closed, …' });

export const NoticesSettled = message(
  'NoticesSettled',
  'notification',
  'Every notice owed for this purpose was delivered or handed to a person.',
  {
    purpose: Purpose,
    assignmentNumber: Type.Union([AssignmentNumber, Type.Null()]),
    delivered: Type.Integer({ minimum: 0 }),
    undeliverable: Type.Integer({ minimum: 0 }),
  },
);

export const NoticeUndeliverable = message(
  'NoticeUndeliverable',
  'notification',
  'A notice could not be delivered; a person shall tell the recipient.',
  {
    purpose: Purpose,
    recipient: Type.Union([Type.Literal('resident'), Type.Literal('handler')]),
    channel: Type.String(),
    attempts: Type.Integer({ minimum: 1 }),
  },
);
