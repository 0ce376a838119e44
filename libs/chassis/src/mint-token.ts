import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import type { Principal } from './principal.js';

export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  /** Public keys, to be written to AUTH_JWKS_FILE. */
  readonly jwks: JSONWebKeySet;
  /** @param expiresIn jose time span such as `12 hours` */
  mint(claims: Partial<Principal> & { sub: string }, expiresIn?: string): Promise<string>;
}

/** A local issuer with a key pair of its own, for the demo and the tests; the private key never leaves the process. */
export async function createIssuer({
  issuer = 'https://issuer.liandong.invalid',
  audience = 'liandong',
  kid = 'demo-1',
} = {}): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return {
    issuer,
    audience,
    jwks: { keys: [jwk] },
    mint: ({ sub, ...claims }, expiresIn = '12 hours') =>
      new SignJWT(Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null)))
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
        .setSubject(sub)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expiresIn)
        .sign(privateKey),
  };
}
