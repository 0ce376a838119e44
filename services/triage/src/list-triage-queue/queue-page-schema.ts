const uuid = { type: 'string', format: 'uuid' };

/** The answer of `GET /v1/triage/queue`. */
export const queuePageSchema = {
  type: 'object',
  required: ['items', 'next'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'jurisdiction', 'areaCode', 'channel', 'queuedAt'],
        properties: {
          id: uuid,
          jurisdiction: { type: 'string' },
          areaCode: { type: ['string', 'null'] },
          channel: { type: 'string' },
          queuedAt: { type: 'string', format: 'date-time' },
        },
      },
    },
    next: { ...uuid, type: ['string', 'null'], description: 'send it as `after`; null on the last page' },
  },
};
