import { Problem } from '#chassis/problem.js';

const RFC3339 = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

// Outside of these a time has no RFC 3339 form in UTC, or none the database takes.
const FIRST_MS = Date.parse('1900-01-01T00:00:00Z');
const END_MS = Date.parse('9999-12-31T00:00:00Z');

/**
 * An instant as states and events have it, from RFC 3339 with an offset.
 * @throws Problem validation_failed naming the field
 */
export function instantOf(text: string, field: string): string {
  const [, day] = RFC3339.exec(text) ?? [];
  const ms = day === undefined ? Number.NaN : Date.parse(text);
  // Date.parse takes 30 February for 2 March.
  if (!(ms >= FIRST_MS && ms < END_MS) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day)
    throw new Problem('validation_failed', {
      errors: [
        {
          pointer: `/${field}`,
          rule: 'isRfc3339',
          detail: { zh: '应为带时区的 RFC 3339 时间', en: 'must be an RFC 3339 time with offset' },
        },
      ],
    });
  return new Date(ms).toISOString();
}
