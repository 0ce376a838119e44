import { createHmac, generateKeyPairSync } from 'node:crypto';
import { exportJWK, exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { bearer, expectProblem, Probe } from '../test/probe.js';
import { createIssuer } from './mint-token.js';

let probe: Probe;

beforeAll(async () => {
  probe = await Probe.start();
}, 60_000);

afterAll(() => probe?.stop());

describe('bad tokens', () => {
  const claims = { role: 'resident' };
  /** By a key nobody knows. */
  const signed = ({ header = {} }: { header?: object } = {}): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'demo-1', ...header })
      .setSubject('r-1')
      .setIssuer(probe.config.issuer.issuer)
      .setAudience(probe.config.issuer.audience)
      .setExpirationTime('1 hour')
      .sign(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);

  const parts = (token: string): [string, string, string] => token.split('.') as [string, string, string];
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  const cases: Record<string, () => Promise<string>> = {
    'signed by a stranger under our key id': () => signed(),
    'of another issuer': async () =>
      (await createIssuer({ issuer: 'https://elsewhere.invalid' })).mint({ sub: 'r-1', role: 'resident' }),
    'unsigned (alg none)': async () =>
      new UnsecuredJWT(claims)
        .setSubject('r-1')
        .setIssuer(probe.config.issuer.issuer)
        .setExpirationTime('1h')
        .encode(),
    'HS256 with the public key as secret': async () => {
      const pem = await exportSPKI((await importJWK(probe.config.issuer.jwks.keys[0]!, 'ES256')) as never);
      const now = Math.floor(Date.now() / 1000);
      const body = {
        ...claims,
        sub: 'r-1',
        iss: probe.config.issuer.issuer,
        aud: probe.config.issuer.audience,
        exp: now + 60,
      };
      const input = `${encode({ alg: 'HS256', kid: 'demo-1' })}.${encode(body)}`;
      return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
    },
    expired: () => probe.config.issuer.mint({ sub: 'r-1', role: 'resident' }, '-1 minute'),
    'with another role written in': async () => {
      const [header, , signature] = parts(probe.resident);
      return `${header}.${encode({ ...claims, role: 'admin', sub: 'r-1' })}.${signature}`;
    },
    'with a cut signature': async () => probe.resident.slice(0, -6),
    'with an unknown key id': () => signed({ header: { kid: 'other' } }),
    'with its key inside': async () => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return signed({ header: { jwk: await exportJWK(publicKey) } });
    },
    'with an unknown crit': async () => {
      const [, body, signature] = parts(probe.resident);
      return `${encode({ alg: 'ES256', kid: 'demo-1', crit: ['x'], x: 1 })}.${body}.${signature}`;
    },
    'with an unknown role': () => probe.config.issuer.mint({ sub: 'r-1', role: 'emperor' } as never),
    'without a role': () => probe.config.issuer.mint({ sub: 'r-1' }),
    'with an area that is no code': () =>
      probe.config.issuer.mint({ sub: 'r-1', role: 'resident', area: '310106%' }),
    'with an area that is a list': () =>
      probe.config.issuer.mint({ sub: 'r-1', role: 'resident', area: ['31'] } as never),
    'with an empty subject': () => probe.config.issuer.mint({ sub: '', role: 'resident' }),
    'of another audience': async () => {
      const issuer = await createIssuer({ issuer: probe.config.issuer.issuer, audience: 'another' });
      return issuer.mint({ sub: 'r-1', role: 'resident' });
    },
    'larger than 8 kB': () =>
      probe.config.issuer.mint({ sub: 'r-1', role: 'resident', pad: 'x'.repeat(9_000) } as never),
    'that is no token': async () => 'abc',
  };

  it.each(Object.keys(cases))('%s: 401', async (name) => {
    const answer = await probe.call('GET', '/v1/notes', { headers: bearer(await cases[name]!()) });
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  it.each([
    ['no header', {}],
    ['Basic', { authorization: 'Basic cjpy' }],
    ['an empty bearer', { authorization: 'Bearer ' }],
  ])('%s: 401', async (_, headers) => {
    expectProblem(
      await probe.call('GET', '/v1/notes', { headers: headers as never }),
      401,
      'unauthenticated',
    );
  });

  it('a role that is not permitted: 403', async () => {
    expectProblem(
      await probe.call('POST', '/v1/notes/1/act', { headers: bearer(probe.resident) }),
      403,
      'forbidden',
    );
  });
});
