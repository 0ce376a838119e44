import { Problem } from '#chassis/problem.js';
import { parseDay } from '#working-time/civil-day.js';

export const faultAt = (field: string, zh: string, en: string, place?: 'query'): Problem =>
  new Problem('validation_failed', {
    errors: [{ pointer: `/${field}`, rule: 'day', detail: { zh, en }, ...(place ? { in: place } : {}) }],
  });

/** @throws Problem validation_failed for a date the calendar does not have, such as 2026-02-30 */
export function knownDay(text: string, field: string, place?: 'query'): string {
  try {
    parseDay(text);
    return text;
  } catch {
    throw faultAt(field, '没有这一天', 'there is no such day', place);
  }
}
