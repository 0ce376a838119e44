const CHINA_MS = 8 * 3_600_000;

/** An instant for people, `2026-11-24T17:00:00.000+08:00`: China has one time zone without summer time. */
export function toOffsetTime(instant: string | number | Date): string {
  const ms = instant instanceof Date ? instant.getTime() : new Date(instant).getTime();
  return `${new Date(ms + CHINA_MS).toISOString().slice(0, -1)}+08:00`;
}
