import { readInstant } from '#contracts/read-instant.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY = 86_400_000;

/**
 * Epoch ms of an RFC 3339 time (in Asia/Shanghai where it names no offset) or a date there; null where it is neither. As an end, a
 * date means the end of that day. A day that does not exist (02-30) is none.
 */
export function readTime(text: string, as: 'from' | 'until'): number | null {
  const date = DATE.test(text);
  const instant = date
    ? readInstant(`${text}T00:00:00+08:00`)
    : (readInstant(text) ?? readInstant(`${text}+08:00`));
  if (instant === null) return null;
  const ms = Date.parse(instant);
  return date && as === 'until' ? ms + DAY : ms;
}
