const CHINA_MS = 8 * 3_600_000;

/** `2026-11-24 17:00` in Beijing, for sentences; China has one time zone without summer time. */
export function beijingTime(instant: unknown): string {
  const ms = Date.parse(String(instant));
  if (Number.isNaN(ms)) return String(instant);
  return new Date(ms + CHINA_MS).toISOString().slice(0, 16).replace('T', ' ');
}
