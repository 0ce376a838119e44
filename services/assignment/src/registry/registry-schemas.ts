const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const degreesOrNull = { type: ['number', 'null'] } as const;
const time = { type: 'string', format: 'date-time' } as const;
const object = (properties: Record<string, object>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

// What the registry's routes answer, for the OpenAPI document.
export const areaSchema = object({
  code: text,
  name: text,
  level: text,
  aliases: texts,
  lat: degreesOrNull,
  lon: degreesOrNull,
});

export const officeSchema = object({ code: text, areaCode: text, level: text, name: text, matters: texts });

export const officerSchema = object({
  id: text,
  officeCode: text,
  name: text,
  phone: { ...text, description: 'masked' },
  duty: { type: 'string', enum: ['lead', 'member', 'deputy_lead'] },
});

export const absenceSchema = object({
  id: { type: 'string', format: 'uuid' },
  officerId: text,
  from: time,
  until: time,
  reason: text,
});

export const pageSchema = (item: object) =>
  object({
    items: { type: 'array', items: item },
    next: { type: ['string', 'null'], description: '`after` of the next page; null on the last' },
  });

export const importSchema = object({
  kind: text,
  dryRun: { type: 'boolean' },
  encoding: text,
  lines: { type: 'integer' },
  written: { type: 'integer' },
  errorCount: { type: 'integer' },
  errors: {
    type: 'array',
    items: object({
      line: { type: 'integer' },
      field: text,
      rule: text,
      detail: object({ zh: text, en: text }),
    }),
  },
});
