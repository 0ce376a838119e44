const RFC3339 = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Outside of these a time has no RFC 3339 form in UTC, or none that every database takes. */
const [FIRST, LAST] = ['1900-01-01T00:00:00.000Z', '9999-12-30T23:59:59.999Z'];

/**
 * An instant as events and states have it (`Instant`), from RFC 3339 with an offset, whose seconds may be missing. null where it
 * is none: a day that does not exist (30 February), an hour 24, a time before 1900.
 */
export function readInstant(text: string): string | null {
  const day = RFC3339.exec(text)?.[1];
  // Date.parse takes 30 February for 2 March.
  if (!day || !isDay(day)) return null;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return null;
  const instant = at.toISOString();
  return instant >= FIRST && instant <= LAST ? instant : null;
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
