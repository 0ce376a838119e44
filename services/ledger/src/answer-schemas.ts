import { requestStates } from './domain/request-view.js';

const text = { type: 'string' } as const;
const orNull = (type: string) => ({ type: [type, 'null'] });
const time = { type: 'string', format: 'date-time' } as const;
const timeOrNull = { type: ['string', 'null'], format: 'date-time' };
const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  required,
  properties,
});

/** What `answerRequest` gives, for the OpenAPI document. */
const requestProperties = {
  id: { type: 'string', format: 'uuid' },
  number: text,
  state: { type: 'string', enum: [...requestStates] },
  category: orNull('string'),
  severity: orNull('string'),
  kind: orNull('string'),
  level: orNull('string'),
  assignment: {
    ...object(
      {
        number: { type: 'integer', minimum: 1 },
        level: text,
        beyond: { type: 'boolean' },
        areaCode: text,
        office: object({ code: text, name: text }),
        officer: object({ id: text, name: text }),
        since: time,
        acceptedAt: time,
      },
      ['number', 'level', 'office', 'officer'],
    ),
    type: ['object', 'null'],
  },
  deadlines: {
    type: 'array',
    items: object({ kind: text, dueAt: time, provisional: { type: 'boolean' }, rule: text }),
  },
  next: {
    ...object({
      level: text,
      office: { ...object({ code: text, name: text }), type: ['object', 'null'] },
      at: time,
      rule: text,
      reason: text,
    }),
    type: ['object', 'null'],
  },
  late: { type: 'boolean' },
  overdueSince: timeOrNull,
  receivedAt: time,
  resolvedAt: timeOrNull,
  endedAt: timeOrNull,
  closedAt: { ...time, description: 'only once closed' },
  closedHow: orNull('string'),
  rating: orNull('integer'),
  climbs: { type: 'integer' },
  disputes: { type: 'integer' },
  jurisdiction: text,
  areaCode: orNull('string'),
  channel: text,
  profile: object({ name: text, version: { type: 'integer' } }),
  pausedUntil: timeOrNull,
  supervision: { ...object({ replyBy: time, answeredAt: timeOrNull }), type: ['object', 'null'] },
  extension: { ...object({ until: time, decision: text }), type: ['object', 'null'] },
  returnAsked: { type: 'boolean' },
};
export const requestSchema = object(
  requestProperties,
  Object.keys(requestProperties).filter((name) => name !== 'closedAt'),
);

export const requestPageSchema = object({
  items: { type: 'array', items: requestSchema },
  next: { ...orNull('string'), description: 'the cursor of the next page; null on the last' },
});

export const timelineSchema = object({
  items: {
    type: 'array',
    items: object(
      {
        seq: { type: 'integer', minimum: 1 },
        at: time,
        type: text,
        by: object({ kind: text, id: orNull('string'), level: orNull('string') }),
        level: text,
        assignmentNumber: { type: 'integer', minimum: 1 },
        reason: object({ rule: text, facts: { type: 'object', additionalProperties: true }, text }),
        text: { type: 'string', description: 'what was written, for those who may read it' },
      },
      ['seq', 'at', 'type', 'by', 'reason'],
    ),
  },
});

const share = object({ count: { type: 'integer' }, of: { type: 'integer' }, rate: orNull('number') });
export const ratesSchema = object({
  items: {
    type: 'array',
    items: object({
      group: orNull('string'),
      requests: { type: 'integer' },
      answered: share,
      solved: share,
      satisfied: share,
    }),
  },
});
