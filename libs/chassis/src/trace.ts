import { randomBytes } from './random-bytes.js';

const TRACEPARENT = /^00-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** The caller's W3C trace context where it is well-formed, otherwise a new, unsampled one. */
export function traceparentOf(header: unknown): string {
  if (typeof header === 'string' && TRACEPARENT.test(header)) return header;
  const ids = randomBytes(24).toString('hex');
  return `00-${ids.slice(0, 32)}-${ids.slice(32)}-00`;
}

export const traceIdOf = (traceparent: string | undefined): string => traceparent?.slice(3, 35) ?? '';
