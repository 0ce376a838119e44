import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { canonicalJson } from './canonical-json.js';
import type { Principal } from './principal.js';
import { Problem } from './problem.js';

export interface IdempotencyKey {
  /** Unique by caller, route and the caller's key. */
  readonly key: string;
  /** Of address and body: the same key with another payload is refused. */
  readonly payloadHash: string;
}

const hashed = (text: string): string => hash('sha256', text, 'base64url');

/** @throws Problem idempotency_key_invalid */
export function idempotencyKeyOf(
  request: FastifyRequest,
  principal: Principal | undefined,
): IdempotencyKey | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(header))
    throw new Problem('idempotency_key_invalid');
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  const path = request.url.split('?')[0] ?? '';
  return {
    key: hashed(JSON.stringify([principal?.sub ?? null, route, header])),
    payloadHash: hashed(`${path}\n${canonicalJson(request.body ?? null)}`),
  };
}
