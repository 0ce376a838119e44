import { requestStates } from '../domain/request-view.js';

const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const time = { type: 'string', format: 'date-time' } as const;
const timeOrNull = { type: ['string', 'null'], format: 'date-time' } as const;
const properties = {
  number: text,
  state: { type: 'string', enum: [...requestStates] },
  level: { ...textOrNull, description: 'its name, in the language asked for' },
  office: textOrNull,
  receivedAt: time,
  until: timeOrNull,
  next: { type: ['object', 'null'], required: ['level', 'at'], properties: { level: textOrNull, at: time } },
  pausedUntil: timeOrNull,
  endedAt: timeOrNull,
};

/** What whoever tracks a request is told, for the OpenAPI document. */
export const trackingSchema = { type: 'object', required: Object.keys(properties), properties };
