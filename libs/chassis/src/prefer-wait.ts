/** Whoever wants to wait longer asks again; proxies on the way may close what is silent for a minute. */
export const LONGEST_WAIT_S = 30;
const WAIT = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=$|[,;])/i;

/**
 * Seconds, 0 to 30, that a caller is willing to wait until what he knows has changed: `Prefer: wait=N` (RFC 7240, 4.3) beside the
 * If-None-Match that says what he knows; 0 without either. A wish that is not understood is no fault, says the RFC.
 */
export function waitWishedS(headers: Record<string, unknown>): number {
  if (!headers.prefer || !headers['if-none-match']) return 0;
  const wished = WAIT.exec(String(headers.prefer))?.[1];
  return Math.min(Number(wished ?? 0), LONGEST_WAIT_S);
}
