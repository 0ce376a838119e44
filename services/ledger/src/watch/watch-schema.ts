const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const count = { type: 'integer', minimum: 0 } as const;
const time = { type: 'string', format: 'date-time' } as const;
const timeOrNull = { type: ['string', 'null'], format: 'date-time' } as const;
const list = (items: object) => ({ type: 'array', items });
const object = (properties: Record<string, object>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const words = object({ zh: text, en: text });

/** What `GET /v1/watch` answers, for the OpenAPI document. */
export const watchSchema = object({
  now: time,
  jurisdictions: list(
    object({
      code: text,
      name: text,
      levels: list(object({ id: text, title: words, beyond: { type: 'boolean' } })),
      categories: { type: 'object', additionalProperties: words },
    }),
  ),
  levels: list(
    object({
      jurisdiction: text,
      level: { ...textOrNull, description: 'null: with nobody yet' },
      open: count,
      overdue: count,
      escalatedToday: count,
      holding: list(
        object({
          number: text,
          category: textOrNull,
          severity: textOrNull,
          office: textOrNull,
          climbs: count,
          since: time,
          dueAt: timeOrNull,
          overdue: { type: 'boolean' },
        }),
      ),
    }),
  ),
  totals: list(object({ jurisdiction: text, resolved: count, closedInWeek: count, climbsInWeek: count })),
  moves: list(
    object({
      id: count,
      number: text,
      jurisdiction: text,
      fromLevel: textOrNull,
      toLevel: textOrNull,
      cause: text,
      reason: words,
      at: time,
    }),
  ),
});
