import { Problem } from '#chassis/problem.js';
import { readInstant } from '#contracts/read-instant.js';

/** @throws Problem validation_failed naming the field */
export function instantOf(text: string, field: string): string {
  const instant = readInstant(text);
  if (instant === null)
    throw new Problem('validation_failed', {
      errors: [
        {
          pointer: `/${field}`,
          rule: 'isRfc3339',
          detail: { zh: '应为带时区的 RFC 3339 时间', en: 'must be an RFC 3339 time with offset' },
        },
      ],
    });
  return instant;
}
