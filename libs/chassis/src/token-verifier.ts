import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { Config } from './config.js';
import { type Principal, type Role, roles } from './principal.js';
import { Problem } from './problem.js';

const LARGEST_TOKEN = 8_192;
const TOLERANCE_S = 5;
/** Verified tokens are remembered this long at most, so that a key taken away is soon without effect. */
const REMEMBERED_MS = 60_000;
const REMEMBERED = 2_000;

/** Checks bearer tokens against the issuer's keys, by real time whatever the domain clock says. */
export class TokenVerifier {
  readonly #keys: JWTVerifyGetKey;
  readonly #verified = new Map<string, { principal: Principal; until: number }>();

  constructor(private readonly auth: Config['auth']) {
    this.#keys = auth.jwksFile
      ? createLocalJWKSet(JSON.parse(readFileSync(auth.jwksFile, 'utf8')) as JSONWebKeySet)
      : createRemoteJWKSet(new URL(auth.jwksUrl!), {
          cacheMaxAge: 24 * 3_600_000,
          timeoutDuration: 3_000,
          [customFetch]: fetchLittle,
        });
  }

  /** @throws Problem unauthenticated, or keys_unavailable while the issuer's keys cannot be had */
  async verify(token: string): Promise<Principal> {
    if (token.length > LARGEST_TOKEN) throw unauthenticated('token_too_large');
    const known = this.#verified.get(token);
    if (known && known.until > Date.now()) return known.principal;
    const payload = await this.#payload(token);
    const principal = principalOf(payload);
    if (!principal) throw unauthenticated('claims');
    // The one verified longest ago goes: all at once, in a rush each would be verified anew, and again.
    if (this.#verified.size >= REMEMBERED) this.#verified.delete(this.#verified.keys().next().value!);
    this.#verified.set(token, {
      principal,
      until: Math.min(Date.now() + REMEMBERED_MS, (payload.exp ?? 0) * 1000),
    });
    return principal;
  }

  async #payload(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer: this.auth.issuer,
        audience: this.auth.audience,
        algorithms: ['ES256', 'EdDSA', 'RS256'],
        requiredClaims: ['exp', 'sub'],
        clockTolerance: TOLERANCE_S,
      });
      return payload;
    } catch (error) {
      const keysAway =
        error instanceof errors.JWKSTimeout ||
        !(error instanceof errors.JOSEError) ||
        error.code === 'ERR_JOSE_GENERIC';
      if (keysAway && this.auth.jwksUrl && !(error instanceof SyntaxError))
        throw new Problem('keys_unavailable', { headers: { 'retry-after': '5' } });
      throw unauthenticated(error instanceof errors.JWTExpired ? 'expired' : 'invalid');
    }
  }
}

/** A set of keys is a few kB; more is not read. */
const LARGEST_KEY_SET = 256 * 1024;

async function fetchLittle(url: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, options);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > LARGEST_KEY_SET) throw new Error('the key set is too large');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: answer.status });
}

export function unauthenticated(why?: 'expired' | 'invalid' | 'claims' | 'token_too_large'): Problem {
  const challenge = why
    ? `Bearer realm="liandong", error="invalid_token", error_description="${why}"`
    : 'Bearer realm="liandong"';
  return new Problem('unauthenticated', { headers: { 'www-authenticate': challenge } });
}

/** @returns null where a claim is not of its type: a claim that cannot be read must not widen what is seen */
export function principalOf(payload: JWTPayload): Principal | null {
  const { sub } = payload;
  const role = payload['role'];
  if (typeof sub !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(sub)) return null;
  if (!roles.includes(role as Role)) return null;
  const claims: Record<string, string | null> = {};
  for (const name of ['jurisdiction', 'level', 'area', 'office'] as const) {
    const value = payload[name] ?? null;
    const code = name === 'jurisdiction' || name === 'area';
    if (value !== null && (typeof value !== 'string' || value === '' || value.length > 100)) return null;
    if (code && value !== null && !/^\d{2,15}$/.test(value as string)) return null;
    claims[name] = value as string | null;
  }
  return { sub, role: role as Role, ...claims } as Principal;
}
