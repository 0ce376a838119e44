import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Alone, startAlone } from './alone.js';

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'liandong';
const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strange = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);
const claims = (changes: object = {}): object => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'admin-1',
  role: 'admin',
  iat: now(),
  exp: now() + 600,
  ...changes,
});
const ES = { alg: 'ES256', kid: 'ec', typ: 'JWT' };

function token(payload: unknown, header: object = ES, key: KeyObject = own.privateKey): string {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
const hmac = (header: object, secret: string | Buffer): string => {
  const input = `${encode(header)}.${encode(claims())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};
const publicKeyText = own.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const without = (name: string): object =>
  Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));

describe('row 3: only the issuer’s tokens open the door', () => {
  let keys: Server;
  let asked = 0;
  let gateway: Alone;

  beforeAll(async () => {
    const jwks = JSON.stringify({
      keys: [
        { ...own.publicKey.export({ format: 'jwk' }), kid: 'ec', alg: 'ES256', use: 'sig' },
        { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', alg: 'RS256', use: 'sig' },
      ],
    });
    keys = createServer((_request, response) => {
      asked += 1;
      response.setHeader('content-type', 'application/json').end(jwks);
    }).listen(0, '127.0.0.1');
    await once(keys, 'listening');
    gateway = await startAlone('gateway', {
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
      AUTH_JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks.json`,
      RATE_LIMITS: 'address=0',
    });
  }, 120_000);
  afterAll(async () => {
    await gateway?.stop();
    keys.closeAllConnections();
    await new Promise((resolve) => keys.close(resolve));
  }, 60_000);

  // The clock is real here and cannot be set: whoever may is told so.
  const knock = async (authorization?: string) => {
    const answer = await fetch(`${gateway.url}/v1/clock`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: '{"mode":"stepped"}',
    });
    return {
      status: answer.status,
      challenge: answer.headers.get('www-authenticate'),
      body: (await answer.json()) as any,
    };
  };
  const isIn = async (text: string) =>
    expect(await knock(`Bearer ${text}`)).toMatchObject({ status: 409, body: { code: 'clock_is_real' } });

  it('good ones do, by either algorithm of the issuer', async () => {
    await isIn(token(claims()));
    await isIn(token(claims(), { alg: 'RS256', kid: 'rsa' }, rsa.privateKey));
    await isIn(token(claims({ aud: ['other', AUDIENCE] })));
  });

  const bad: Record<string, () => string | undefined> = {
    none: () => undefined,
    'an empty one': () => 'Bearer ',
    Basic: () => `Basic ${encode('admin:admin')}`,
    'no token at all': () => 'Bearer abc',
    'two of them': () => `Bearer ${token(claims())}, Bearer ${token(claims())}`,
    'alg none': () => `Bearer ${encode({ alg: 'none' })}.${encode(claims())}.`,
    'alg None': () => `Bearer ${encode({ alg: 'None', kid: 'ec' })}.${encode(claims())}.${encode('x')}`,
    'HS256 with the public key': () => `Bearer ${hmac({ alg: 'HS256', kid: 'ec' }, publicKeyText)}`,
    'HS256 with the JWK': () =>
      `Bearer ${hmac({ alg: 'HS256', kid: 'ec' }, JSON.stringify(own.publicKey.export({ format: 'jwk' })))}`,
    'RS256 header over an EC key': () => `Bearer ${token(claims(), { alg: 'RS256', kid: 'ec' })}`,
    'a stranger’s key under our id': () => `Bearer ${token(claims(), ES, strange.privateKey)}`,
    'an unknown key id': () => `Bearer ${token(claims(), { ...ES, kid: 'other' }, strange.privateKey)}`,
    'a key of its own inside': () =>
      `Bearer ${token(claims(), { ...ES, jwk: strange.publicKey.export({ format: 'jwk' }) }, strange.privateKey)}`,
    'the address of its own keys': () =>
      `Bearer ${token(claims(), { ...ES, jku: 'http://127.0.0.1:1/jwks' }, strange.privateKey)}`,
    'another issuer': () => `Bearer ${token(claims({ iss: 'https://elsewhere.example' }))}`,
    'no issuer': () => `Bearer ${token(without('iss'))}`,
    'another audience': () => `Bearer ${token(claims({ aud: 'another' }))}`,
    'no audience': () => `Bearer ${token(without('aud'))}`,
    expired: () => `Bearer ${token(claims({ exp: now() - 60 }))}`,
    'no expiry': () => `Bearer ${token(without('exp'))}`,
    'an expiry that is a text': () => `Bearer ${token(claims({ exp: '2099-01-01' }))}`,
    'not valid yet': () => `Bearer ${token(claims({ nbf: now() + 600 }))}`,
    'an unknown crit': () => `Bearer ${token(claims(), { ...ES, crit: ['strict'], strict: true })}`,
    'a changed payload': () => {
      const [header, , signature] = token(claims({ role: 'resident' })).split('.');
      return `Bearer ${header}.${encode(claims())}.${signature}`;
    },
    'a cut signature': () => `Bearer ${token(claims()).slice(0, -8)}`,
    'no subject': () => `Bearer ${token(without('sub'))}`,
    'an unknown role': () => `Bearer ${token(claims({ role: 'root' }))}`,
    'a list of roles': () => `Bearer ${token(claims({ role: ['admin'] }))}`,
    'an area that is a pattern': () => `Bearer ${token(claims({ area: '31%' }))}`,
    'a payload that is a list': () => `Bearer ${token([claims()])}`,
    huge: () => `Bearer ${token(claims({ pad: randomBytes(9_000).toString('hex') }))}`,
  };

  it.each(Object.keys(bad))('%s: not in', async (name) => {
    const { status, challenge, body } = await knock(bad[name]!());
    // Node itself refuses headers above 16 KiB.
    expect(name === 'huge' ? [401, 431] : [401]).toContain(status);
    if (status === 401) {
      expect(body.code).toBe('unauthenticated');
      expect(challenge).toMatch(/^Bearer /);
    }
    expect(JSON.stringify(body)).not.toMatch(/JWSSignature|jose|stack/i);
  });

  it('while the key server is away the keys at hand go on opening, and strangers stay out', async () => {
    const before = asked;
    expect(before).toBeGreaterThan(0);
    keys.closeAllConnections();
    await new Promise((resolve) => keys.close(resolve));
    await isIn(token(claims({ sub: 'admin-2' })));
    expect((await knock(`Bearer ${token(claims(), ES, strange.privateKey)}`)).status).toBe(401);
    expect(asked).toBe(before);
  });
});
