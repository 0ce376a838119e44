/** RFC 9457 as this system answers it. */
export const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'traceId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string' },
          in: { type: 'string', enum: ['query', 'path'] },
          rule: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
    facts: { type: 'object', additionalProperties: true },
    traceId: { type: 'string' },
  },
};
