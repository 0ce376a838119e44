import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Config } from '#chassis/config.js';
import { Problem } from '#chassis/problem.js';
import type { RateLimits } from '#chassis/rate-limits.js';
import { TokenVerifier } from '#chassis/token-verifier.js';

const WINDOW_MS = 60_000;
/** Callers counted at once; beyond it those seen longest ago begin anew. */
const CALLERS = 100_000;
/** Whoever watches over the system asks these, as often as he likes. */
const NOT_COUNTED = new Set(['/livez', '/readyz', '/metrics']);

type Kind = Exclude<keyof RateLimits, 'phone'>;

/**
 * So many calls a minute by one resident, by one member of staff and, without a valid token, from one address. The token is
 * verified before it is believed: a forged one counts for the address it came from and uses up nobody's share. Counted in
 * this process: n gateways let n times as many through.
 */
export async function limitRates(app: NestFastifyApplication): Promise<void> {
  const { rateLimits } = app.get(Config);
  const verifier = app.get(TokenVerifier);
  await app.register(rateLimit as never, {
    timeWindow: WINDOW_MS,
    cache: CALLERS,
    enableDraftSpec: true,
    // An ordinary answer tells nothing of it: three headers on each would be read by nobody.
    addHeadersOnExceeding: {
      'ratelimit-limit': false,
      'ratelimit-remaining': false,
      'ratelimit-reset': false,
    },
    keyGenerator: (request: FastifyRequest) => callerOf(request, verifier),
    max: (_request: FastifyRequest, key: string) => rateLimits[kindOf(key)],
    allowList: (request: FastifyRequest, key: string) =>
      rateLimits[kindOf(key)] === 0 || NOT_COUNTED.has(request.routeOptions.url ?? ''),
    // `Retry-After` stands on the answer already.
    errorResponseBuilder: () => new Problem('too_many_requests'),
  });
}

const kindOf = (key: string): Kind => key.slice(0, key.indexOf(':')) as Kind;

/** `<kind>:<who>` */
async function callerOf(request: FastifyRequest, verifier: TokenVerifier): Promise<string> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  try {
    if (token) {
      const { role, sub } = await verifier.verify(token);
      return `${role === 'resident' ? 'resident' : 'staff'}:${sub}`;
    }
  } catch {
    // The service behind says what is wrong with it.
  }
  return `address:${normalizeIP(request.ip)}`;
}
