const date = { type: 'string', format: 'date' };
const text = { type: 'string' };
const coverage = { version: text, coverageFrom: date, coverageUntil: date };
const closure = { areaCode: text, from: date, until: date, reason: text };

const object = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

/** The answers of the calendar's routes for the OpenAPI document. */
export const closureSchema = object(closure);
export const changeSchema = object({ ...coverage, changedDays: { type: 'array', items: date } });
export const calendarSchema = object({
  ...coverage,
  days: {
    type: 'array',
    items: object(
      {
        date,
        kind: { type: 'string', enum: ['working', 'weekend', 'holiday', 'makeup'] },
        name: text,
        nameEn: text,
        provisional: { type: 'boolean' },
      },
      ['name', 'nameEn'],
    ),
  },
  closures: { type: 'array', items: closureSchema },
});
