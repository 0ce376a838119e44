import { createHmac, generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import httpProxy from '@fastify/http-proxy';
import SwaggerParser from '@apidevtools/swagger-parser';
import { exportJWK, exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { type ProbeConfig, probeConfig } from '../test/probe-config.js';
import { NotesModule, UndeclaredModule } from '../test/probe-service.js';
import { Clock } from './clock.js';
import { DueWork } from './due-work.js';
import { derivedRolePassword, migrate, roleUrl } from './migrate.js';
import { createIssuer } from './mint-token.js';
import { type RunningService, startService } from './start-service.js';

const INTERNAL = { 'x-internal-token': 'internal-token-of-the-tests' };
let database: OwnDatabase;
let probe: ProbeConfig;
let service: RunningService;
let resident: string;

beforeAll(async () => {
  database = await ownDatabase();
  probe = await probeConfig();
  const rolePassword = derivedRolePassword(database.url);
  await migrate({ adminUrl: database.url, services: [{ schema: 'intake', migrations: [] }], rolePassword });
  const config = probe.config({
    DATABASE_URL: roleUrl(database.url, 'intake', rolePassword),
    CLOCK: 'virtual',
  });
  service = await startService({ name: 'intake', module: NotesModule, config, handleSignals: false });
  resident = await probe.issuer.mint({ sub: 'r-1', role: 'resident' });
}, 60_000);

afterAll(async () => {
  await service?.stop();
  probe?.remove();
  await database?.drop();
});

type Answer = { status: number; headers: Headers; text: string; body: any };

async function call(method: string, path: string, options: RequestInit = {}): Promise<Answer> {
  const response = await fetch(service.url + path, { method, ...options });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? JSON.parse(text) : undefined,
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const post = (body: string, headers: Record<string, string> = {}) =>
  call('POST', '/v1/notes', {
    body,
    headers: { ...bearer(resident), 'content-type': 'application/json', ...headers },
  });

function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    type: expect.stringContaining(code),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: expect.stringMatching(/^\//),
    traceId: expect.stringMatching(/^[\da-f]{32}$/),
  });
  expect(answer.text).not.toMatch(/secret-value|node_modules|postgres(ql)?:\/\/|select /);
}

describe('a good call', () => {
  it('is answered, its token read, its body typed, its headers safe', async () => {
    const answer = await post(
      JSON.stringify({ text: '路灯不亮', contact: { name: '王', phone: '13800000000' } }),
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ by: 'r-1', text: '路灯不亮', typed: true });
    expect(answer.headers.get('location')).toBe('/v1/notes/1');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('x-powered-by')).toBeNull();
  });

  it('may have an empty body whatever its type says', async () => {
    const supervisor = await probe.issuer.mint({ sub: 's-1', role: 'supervisor' });
    const headers = { ...bearer(supervisor), 'content-type': 'application/json' };
    expect((await call('POST', '/v1/notes/7/act', { headers })).body).toEqual({ id: '7' });
  });

  it('converts query parameters', async () => {
    expect((await call('GET', '/v1/notes?limit=7', { headers: bearer(resident) })).body).toEqual({
      limit: 7,
    });
  });
});

describe('bad tokens', () => {
  const claims = { role: 'resident' };
  const sign = async (
    change: (jwt: SignJWT) => SignJWT,
    { header = {}, payload = {} }: { header?: object; payload?: object } = {},
    from = probe.issuer,
  ): Promise<string> => {
    const good = await from.mint({ sub: 'r-1', ...claims } as never);
    void good;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwt = new SignJWT({ ...claims, ...payload })
      .setProtectedHeader({ alg: 'ES256', kid: 'demo-1', ...header })
      .setSubject('r-1')
      .setIssuer(from.issuer)
      .setAudience(from.audience)
      .setExpirationTime('1 hour');
    return change(jwt).sign(privateKey);
  };

  const same = (jwt: SignJWT): SignJWT => jwt;
  const parts = (token: string): [string, string, string] => token.split('.') as [string, string, string];
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  const cases: Record<string, () => Promise<string>> = {
    'signed by a stranger under our key id': () => sign(same),
    'of another issuer': async () =>
      (await createIssuer({ issuer: 'https://elsewhere.invalid' })).mint({ sub: 'r-1', role: 'resident' }),
    'unsigned (alg none)': async () =>
      new UnsecuredJWT(claims)
        .setSubject('r-1')
        .setIssuer(probe.issuer.issuer)
        .setExpirationTime('1h')
        .encode(),
    'HS256 with the public key as secret': async () => {
      const pem = await exportSPKI((await importJWK(probe.issuer.jwks.keys[0]!, 'ES256')) as never);
      const now = Math.floor(Date.now() / 1000);
      const body = {
        ...claims,
        sub: 'r-1',
        iss: probe.issuer.issuer,
        aud: probe.issuer.audience,
        exp: now + 60,
      };
      const input = `${encode({ alg: 'HS256', kid: 'demo-1' })}.${encode(body)}`;
      return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
    },
    expired: () => probe.issuer.mint({ sub: 'r-1', role: 'resident' }, '-1 minute'),
    'with another role written in': async () => {
      const [header, , signature] = parts(resident);
      return `${header}.${encode({ ...claims, role: 'admin', sub: 'r-1' })}.${signature}`;
    },
    'with a cut signature': async () => resident.slice(0, -6),
    'with an unknown key id': () => sign(same, { header: { kid: 'other' } }),
    'with its key inside': async () => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return sign(same, { header: { jwk: await exportJWK(publicKey) } });
    },
    'with an unknown crit': async () => {
      const [, body, signature] = parts(resident);
      return `${encode({ alg: 'ES256', kid: 'demo-1', crit: ['x'], x: 1 })}.${body}.${signature}`;
    },
    'with an unknown role': () => probe.issuer.mint({ sub: 'r-1', role: 'emperor' } as never),
    'without a role': () => probe.issuer.mint({ sub: 'r-1' }),
    'with an area that is no code': () =>
      probe.issuer.mint({ sub: 'r-1', role: 'resident', area: '310106%' }),
    'with an area that is a list': () =>
      probe.issuer.mint({ sub: 'r-1', role: 'resident', area: ['31'] } as never),
    'with an empty subject': () => probe.issuer.mint({ sub: '', role: 'resident' }),
    'of another audience': async () => {
      const issuer = await createIssuer({ issuer: probe.issuer.issuer, audience: 'another' });
      return issuer.mint({ sub: 'r-1', role: 'resident' });
    },
    'larger than 8 kB': () =>
      probe.issuer.mint({ sub: 'r-1', role: 'resident', pad: 'x'.repeat(9_000) } as never),
    'that is no token': async () => 'abc',
  };

  it.each(Object.keys(cases))('%s: 401', async (name) => {
    const answer = await call('GET', '/v1/notes', { headers: bearer(await cases[name]!()) });
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  it.each([
    ['no header', {}],
    ['Basic', { authorization: 'Basic cjpy' }],
    ['an empty bearer', { authorization: 'Bearer ' }],
  ])('%s: 401', async (_, headers) => {
    expectProblem(await call('GET', '/v1/notes', { headers: headers as never }), 401, 'unauthenticated');
  });

  it('a role that is not permitted: 403', async () => {
    expectProblem(await call('POST', '/v1/notes/1/act', { headers: bearer(resident) }), 403, 'forbidden');
  });
});

describe('bad bodies', () => {
  const contact = (value: unknown) => JSON.stringify({ text: 'x', contact: value });
  const deep = (levels: number) => `{"text":"x","contact":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;

  it.each([
    ['cut JSON', '{"text":', 400, 'malformed_json'],
    ['no JSON', 'text=1', 400, 'malformed_json'],
    ['__proto__', '{"text":"x","__proto__":{"role":"admin"}}', 400, 'malformed_json'],
    ['constructor.prototype', '{"text":"x","constructor":{"prototype":{}}}', 400, 'malformed_json'],
    ['no body', '', 400, 'validation_failed'],
    ['null', 'null', 400, 'validation_failed'],
    ['a list', '[]', 400, 'validation_failed'],
    ['a list of good ones', '[{"text":"x"}]', 400, 'validation_failed'],
    ['a text', '"x"', 400, 'validation_failed'],
    ['a number', '5', 400, 'validation_failed'],
    ['too deep', deep(5_000), 400, 'validation_failed'],
    ['NUL in a text', '{"text":"a\\u0000b"}', 400, 'validation_failed'],
    ['half a surrogate pair', '{"text":"a\\ud800"}', 400, 'validation_failed'],
    ['NUL in a name', '{"text":"a","\\u0000":1}', 400, 'validation_failed'],
    ['more than 1 MiB', JSON.stringify({ text: 'x'.repeat(1_100_000) }), 413, 'payload_too_large'],
    [
      'very many values',
      JSON.stringify({ text: 'x', others: Array(30_000).fill(1) }),
      400,
      'validation_failed',
    ],
  ])('%s', async (_, body, status, code) => {
    expectProblem(await post(body as string), status as number, code as string);
  });

  it.each([
    ['/text', '{}'],
    ['/text', '{"text":5}'],
    ['/text', '{"text":""}'],
    ['/channel', '{"text":"x","channel":"fax"}'],
    ['/contact/phone', contact({ name: '王', phone: '12' })],
    ['/contact', contact('x')],
    ['/contact/role', contact({ name: '王', phone: '13800000000', role: 'admin' })],
    ['/role', '{"text":"x","role":"admin"}'],
    ['/a~1b', '{"text":"x","a/b":1}'],
    ['/others/1/name', '{"text":"x","others":[{"name":"a","phone":"13800000000"},{"phone":"13800000000"}]}'],
    ['/others', '{"text":"x","others":"y"}'],
    ['/lat', '{"text":"x","lat":91}'],
  ])('names %s', async (pointer, body) => {
    const answer = await post(body);
    expectProblem(answer, 400, 'validation_failed');
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    for (const { detail } of answer.body.errors) expect(detail).toMatch(/[\u4e00-\u9fff]/);
  });

  it('says it in English where that is preferred', async () => {
    const answer = await post('{"text":"x","role":1}', { 'accept-language': 'en-GB,zh;q=0.3' });
    expect(answer.headers.get('content-language')).toBe('en');
    expect(answer.body.errors).toEqual([
      { pointer: '/role', rule: 'whitelistValidation', detail: 'unknown field' },
    ]);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    '%s: 415',
    async (type) =>
      expectProblem(await post('{"text":"x"}', { 'content-type': type }), 415, 'unsupported_media_type'),
  );

  it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1&limit=2', 'word=a%00', 'order=1', 'word=a&word=b'])(
    'query %s: 400',
    async (query) => {
      const answer = await call('GET', `/v1/notes?${query}`, { headers: bearer(resident) });
      expectProblem(answer, 400, 'validation_failed');
      expect(answer.body.errors[0].in).toBe('query');
    },
  );
});

describe('addresses and faults', () => {
  it('an unknown address: 404; a wrong method: 405 with Allow', async () => {
    expectProblem(await call('GET', '/v1/nothing'), 404, 'not_found');
    const answer = await call('DELETE', '/v1/notes');
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('a malformed address: 400', async () => {
    expectProblem(await call('GET', '/v1/notes/%E0%A4%A/broken'), 400, 'bad_request');
  });

  it('tells nothing of a fault inside', async () => {
    expectProblem(await call('GET', '/v1/notes/code/broken'), 500, 'internal');
    expectProblem(await call('GET', '/v1/notes/sql/broken?phone=13800000000'), 500, 'internal');
  });

  it('says when the store is away', async () => {
    const answer = await call('GET', '/v1/notes/connection/broken');
    expectProblem(answer, 503, 'database_unavailable');
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it('keeps the trace of the caller', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = await call('GET', '/v1/notes/problem/broken', { headers: { traceparent } });
    expectProblem(answer, 409, 'already_closed');
    expect(answer.body.traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(answer.body.facts).toEqual({ closedAt: 'then' });
  });

  it('outlives a caller that speaks no HTTP', async () => {
    const { port, hostname } = new URL(service.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write('\0\0nonsense\r\n\r\n'));
      socket.on('close', () => resolve()).on('error', () => resolve());
      socket.resume();
    });
    expect((await call('GET', '/livez')).status).toBe(200);
  });
});

describe('what operators ask', () => {
  it('lives, is ready, counts', async () => {
    expect((await call('GET', '/livez')).body).toEqual({ status: 'alive' });
    const ready = await call('GET', '/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ status: 'ready', checks: { database: { ok: true } } });
    const metrics = await call('GET', '/metrics');
    expect(metrics.text).toContain('http_server_request_duration_seconds_bucket');
    expect(metrics.text).toContain('route="/v1/notes"');
    expect(metrics.text).not.toContain('13800000000');
  });

  it('describes its public routes in OpenAPI 3.1', async () => {
    const { body } = await call('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths).toSorted()).toEqual([
      '/v1/dead-letters',
      '/v1/dead-letters/{id}',
      '/v1/dead-letters/{id}/drop',
      '/v1/dead-letters/{id}/redrive',
      '/v1/notes',
      '/v1/notes/{id}/act',
      '/v1/notes/{id}/broken',
    ]);
    expect(body.paths['/v1/notes'].post.security).toEqual([{ bearer: [] }]);
    expect(body.components.schemas.NoteDto).toMatchObject({
      required: ['text'],
      additionalProperties: false,
      properties: {
        text: { type: 'string', minLength: 1, maxLength: 200 },
        channel: { enum: ['app', 'phone'] },
      },
    });
    await SwaggerParser.validate(structuredClone(body));
    const limit = body.paths['/v1/notes'].get.parameters.find((one: any) => one.name === 'limit');
    expect(limit).toMatchObject({ in: 'query', required: false, schema: { type: 'integer', maximum: 200 } });
  });

  it('hides the internal routes from those without the token', async () => {
    for (const [method, path] of [
      ['PUT', '/internal/clock'],
      ['GET', '/internal/progress'],
      ['POST', '/internal/tick'],
      ['GET', '/internal/clock'],
    ] as const) {
      expectProblem(await call(method, path), 404, 'not_found');
      expectProblem(await call(method, path, { headers: { 'x-internal-token': 'wrong' } }), 404, 'not_found');
    }
  });

  it('sets the clock, ignores an older setting, runs what fell due', async () => {
    let due: number | null = Date.parse('2026-03-02T09:00:00.000Z');
    const fired: string[] = [];
    service.app.get(DueWork).register({
      name: 'probe',
      nextDueAt: async () => due,
      runDue: async () => {
        const { now } = (await call('GET', '/internal/progress', { headers: INTERNAL })).body;
        if (due === null || Date.parse(now) < due) return 0;
        due = null;
        fired.push(now);
        return 1;
      },
    });
    const set = (now: string, version: number) =>
      call('PUT', '/internal/clock', {
        headers: { ...INTERNAL, 'content-type': 'application/json' },
        body: JSON.stringify({ mode: 'stepped', now, realBase: new Date().toISOString(), version }),
      });
    await set('2026-03-02T08:00:00.000Z', 1);
    const before = (await call('GET', '/internal/progress', { headers: INTERNAL })).body;
    expect(before).toMatchObject({
      service: 'intake',
      now: '2026-03-02T08:00:00.000Z',
      nextDueAt: '2026-03-02T09:00:00.000Z',
      outboxPending: 0,
    });
    expect((await set('2026-03-02T09:00:00.000Z', 2)).body.now).toBe('2026-03-02T09:00:00.000Z');
    await call('POST', '/internal/tick', { headers: INTERNAL });
    expect(fired).toEqual(['2026-03-02T09:00:00.000Z']);
    expect((await set('2026-03-01T00:00:00.000Z', 1)).body.version).toBe(2);
    expect((await call('GET', '/internal/progress', { headers: INTERNAL })).body).toMatchObject({
      dueNow: false,
      nextDueAt: null,
      fired: 1,
    });
  });
});

describe('a replica that missed the push', () => {
  it('reads the clock from the database soon', async () => {
    await database.pool.query(
      "update clock.setting set mode = 'stepped', base = '2026-05-01T00:00:00Z', version = 9 where id = 1",
    );
    const clock = service.app.get(Clock);
    await waitUntil(() => clock.setting.version === 9);
    expect(clock.nowInstant()).toBe('2026-05-01T00:00:00.000Z');
    expect((await call('GET', '/v1/notes', { headers: bearer(resident) })).status).toBe(200);
  });
});

describe('a proxy below the door', () => {
  it('passes bodies on as they came, and the answers back', async () => {
    const upstream = service.url;
    const config = probe.config({ DATABASE_URL: database.url });
    const gateway = await startService({
      name: 'gateway',
      module: class NothingModule {},
      config,
      handleSignals: false,
      configure: async (app) => {
        await app.register(httpProxy as never, { upstream, prefix: '/v1', rewritePrefix: '/v1' } as never);
      },
    });
    try {
      const send = (body: string, type = 'application/json') =>
        fetch(`${gateway.url}/v1/notes`, {
          method: 'POST',
          body,
          headers: { ...bearer(resident), 'content-type': type },
        });
      expect(await (await send('{"text":"路灯"}')).json()).toMatchObject({ text: '路灯' });
      expect((await send('{"text":')).status).toBe(400);
      expect((await send('x', 'text/csv')).status).toBe(415);
      expect((await fetch(`${gateway.url}/internal/progress`)).status).toBe(404);
      expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    } finally {
      await gateway.stop();
    }
  });
});

describe('the start', () => {
  it('is refused while a route does not say who may call it', async () => {
    const config = probe.config({ DATABASE_URL: database.url });
    await expect(
      startService({ name: 'triage', module: UndeclaredModule, config, handleSignals: false }),
    ).rejects.toThrow('UndeclaredController.list (GET)');
  });

  it('does not need the database, and says that it is away', async () => {
    const config = probe.config({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    const alone = await startService({ name: 'triage', module: NotesModule, config, handleSignals: false });
    try {
      expect((await fetch(`${alone.url}/livez`)).status).toBe(200);
      const ready = await fetch(`${alone.url}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ status: 'not_ready', checks: { database: { ok: false } } });
      expect((await fetch(`${alone.url}/v1/notes/sql/broken`)).status).toBe(503);
    } finally {
      await alone.stop();
    }
  });
});
