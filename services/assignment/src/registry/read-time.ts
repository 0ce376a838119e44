const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;
const DAY = 86_400_000;
// Outside of these a time has no RFC 3339 form to answer with.
const FIRST_MS = Date.parse('1900-01-01T00:00:00Z');
const END_MS = Date.parse('9999-12-31T00:00:00Z');

/**
 * Epoch ms of an RFC 3339 time or a date in Asia/Shanghai; null where it is neither. As an end, a date means the end of that
 * day. A day that does not exist (02-30) is none.
 */
export function readTime(text: string, as: 'from' | 'until'): number | null {
  const date = DATE.test(text);
  if (!date && !INSTANT.test(text)) return null;
  const zoned = date || !/(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = Date.parse(date ? `${text}T00:00:00+08:00` : zoned ? `${text}+08:00` : text);
  const day = text.slice(0, 10);
  const exists = new Date(`${day}T00:00:00Z`);
  if (
    !(ms >= FIRST_MS && ms < END_MS) ||
    Number.isNaN(exists.getTime()) ||
    exists.toISOString().slice(0, 10) !== day
  )
    return null;
  return date && as === 'until' ? ms + DAY : ms;
}
