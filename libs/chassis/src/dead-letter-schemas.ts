const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const uuid = { type: 'string', format: 'uuid' } as const;
const uuidOrNull = { type: ['string', 'null'], format: 'uuid' } as const;
const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  required,
  properties,
});

const deadLetterProperties = {
  id: uuid,
  state: { type: 'string', enum: ['parked', 'redriven', 'dropped'] },
  requestId: textOrNull,
  eventId: uuidOrNull,
  eventName: textOrNull,
  cause: text,
  detail: textOrNull,
  waitingBehind: uuidOrNull,
  parkedAt: { type: 'string', format: 'date-time' },
  partition: { type: 'integer' },
  offset: text,
};

export const deadLetterPageSchema = object({
  items: { type: 'array', items: object(deadLetterProperties) },
  next: { ...uuidOrNull, description: '`after` of the next page; null on the last' },
});

export const shownDeadLetterSchema = object({
  ...deadLetterProperties,
  headers: { type: 'object', additionalProperties: true },
  bytes: { type: 'integer', minimum: 0 },
});

export const redrivenSchema = object(
  {
    handled: { type: 'integer', minimum: 0 },
    stoppedBy: object({ id: uuid, cause: text, detail: text }),
  },
  ['handled'],
);
