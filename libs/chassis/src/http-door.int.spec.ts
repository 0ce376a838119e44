import { connect } from 'node:net';
import { bearer, expectProblem, Probe } from '../test/probe.js';

let probe: Probe;

beforeAll(async () => {
  probe = await Probe.start();
}, 60_000);

afterAll(() => probe?.stop());

describe('a good call', () => {
  it('is answered, its token read, its body typed, its headers safe', async () => {
    const answer = await probe.post(
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
    const supervisor = await probe.config.issuer.mint({ sub: 's-1', role: 'supervisor' });
    const headers = { ...bearer(supervisor), 'content-type': 'application/json' };
    expect((await probe.call('POST', '/v1/notes/7/act', { headers })).body).toEqual({ id: '7' });
  });

  it('converts query parameters', async () => {
    expect((await probe.call('GET', '/v1/notes?limit=7', { headers: bearer(probe.resident) })).body).toEqual({
      limit: 7,
    });
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
    expectProblem(await probe.post(body as string), status as number, code as string);
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
    const answer = await probe.post(body);
    expectProblem(answer, 400, 'validation_failed');
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    for (const { detail } of answer.body.errors) expect(detail).toMatch(/[\u4e00-\u9fff]/);
  });

  it('says it in English where that is preferred', async () => {
    const answer = await probe.post('{"text":"x","role":1}', { 'accept-language': 'en-GB,zh;q=0.3' });
    expect(answer.headers.get('content-language')).toBe('en');
    expect(answer.body.errors).toEqual([
      { pointer: '/role', rule: 'whitelistValidation', detail: 'unknown field' },
    ]);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    '%s: 415',
    async (type) =>
      expectProblem(
        await probe.post('{"text":"x"}', { 'content-type': type }),
        415,
        'unsupported_media_type',
      ),
  );

  it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1&limit=2', 'word=a%00', 'order=1', 'word=a&word=b'])(
    'query %s: 400',
    async (query) => {
      const answer = await probe.call('GET', `/v1/notes?${query}`, { headers: bearer(probe.resident) });
      expectProblem(answer, 400, 'validation_failed');
      expect(answer.body.errors[0].in).toBe('query');
    },
  );
});

describe('addresses and faults', () => {
  it('an unknown address: 404; a wrong method: 405 with Allow', async () => {
    expectProblem(await probe.call('GET', '/v1/nothing'), 404, 'not_found');
    const answer = await probe.call('DELETE', '/v1/notes');
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('a malformed address: 400', async () => {
    expectProblem(await probe.call('GET', '/v1/notes/%E0%A4%A/broken'), 400, 'bad_request');
  });

  it('tells nothing of a fault inside', async () => {
    expectProblem(await probe.call('GET', '/v1/notes/code/broken'), 500, 'internal');
    expectProblem(await probe.call('GET', '/v1/notes/sql/broken?phone=13800000000'), 500, 'internal');
  });

  it('says when the store is away', async () => {
    const answer = await probe.call('GET', '/v1/notes/connection/broken');
    expectProblem(answer, 503, 'database_unavailable');
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it('keeps the trace of the caller', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = await probe.call('GET', '/v1/notes/problem/broken', { headers: { traceparent } });
    expectProblem(answer, 409, 'already_closed');
    expect(answer.body.traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(answer.body.facts).toEqual({ closedAt: 'then' });
  });

  it('outlives a caller that speaks no HTTP', async () => {
    const { port, hostname } = new URL(probe.service.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write('\0\0nonsense\r\n\r\n'));
      socket.on('close', () => resolve()).on('error', () => resolve());
      socket.resume();
    });
    expect((await probe.call('GET', '/livez')).status).toBe(200);
  });
});
