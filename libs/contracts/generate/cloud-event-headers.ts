/** CloudEvents 1.0 in the Kafka binding's binary mode, as the relay writes them. */
export const cloudEventHeaders = {
  type: 'object',
  required: [
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_subject',
    'ce_time',
    'ce_partitionkey',
    'ce_sequence',
    'content-type',
  ],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: {
      type: 'string',
      format: 'uuid',
      description: 'the same again means: the same event, delivered again',
    },
    ce_type: { type: 'string', pattern: '^liandong\\.[A-Za-z]+\\.v[0-9]+$' },
    ce_source: { type: 'string', pattern: '^/liandong/[a-z]+$', description: 'the service that wrote it' },
    ce_subject: { type: 'string', format: 'uuid', description: 'request id' },
    ce_time: { type: 'string', format: 'date-time', description: 'domain time, UTC' },
    ce_partitionkey: {
      type: 'string',
      format: 'uuid',
      description: 'request id; also the key of the record',
    },
    ce_sequence: {
      type: 'string',
      pattern: '^[1-9][0-9]*$',
      description: '1, 2, 3 … without gaps among the events of this source about this request',
    },
    'content-type': { type: 'string', const: 'application/json' },
    traceparent: { type: 'string', description: 'W3C trace context, where the cause had one' },
  },
};
