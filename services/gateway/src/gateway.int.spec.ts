import { jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '#chassis/config.js';
import { derivedRolePassword, migrate, roleUrl } from '#chassis/migrate.js';
import { createIssuer, type Issuer } from '#chassis/mint-token.js';
import type { RunningService } from '#chassis/start-service.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { SmallService } from '../test/small-service.js';
import { startGateway } from './start-gateway.js';

const NAMES = ['intake', 'triage', 'assignment', 'escalation', 'notification', 'ledger'] as const;
const AT = Date.parse('2026-11-24T02:00:00.000Z');
const HOUR = 3_600_000;

jest.setTimeout(60_000);

let database: OwnDatabase;
let issuer: Issuer;
let gateway: RunningService;
let configured: (clock: 'real' | 'virtual') => Config;
let folder: string;
let services: Record<(typeof NAMES)[number], SmallService>;

beforeAll(async () => {
  database = await ownDatabase();
  folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const rolePassword = derivedRolePassword(database.url);
  await migrate({ adminUrl: database.url, services: [], rolePassword });
  await database.pool.query(`update clock.setting set mode = 'stepped', base = $1, version = 1`, [
    new Date(AT),
  ]);
  issuer = await createIssuer();
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
  const started = await Promise.all(NAMES.map((name) => SmallService.start(name)));
  services = Object.fromEntries(started.map((one) => [one.name, one])) as typeof services;
  // As services do that read the setting when they start.
  for (const one of started) one.clock = { now: AT, version: 1 };
  configured = (clock) =>
    readConfig({
      DATABASE_URL: roleUrl(database.url, 'gateway', rolePassword),
      KAFKA_BROKERS: '127.0.0.1:1',
      PROFILES_DIR: 'profiles',
      AUTH_ISSUER: issuer.issuer,
      AUTH_AUDIENCE: issuer.audience,
      AUTH_JWKS_FILE: join(folder, 'jwks.json'),
      SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      INTERNAL_TOKEN: 'internal-token-of-the-tests',
      CLOCK: clock,
      LOG_LEVEL: 'silent',
      ...Object.fromEntries(started.map(({ name, url }) => [`${name.toUpperCase()}_URL`, url])),
    });
  gateway = await startGateway(configured('virtual'), { handleSignals: false });
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  await Promise.all(Object.values(services ?? {}).map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
  await database?.drop();
}, 30_000);

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(gateway.url + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text };
}
/** MiB that one call could send before its connection was closed. */
function sentUntilCutOff(most: number): Promise<number> {
  const { hostname, port } = new URL(gateway.url);
  const piece = Buffer.alloc(1_048_576, 'x');
  return new Promise((resolve) => {
    let sent = 0;
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /v1/requests HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${most * piece.length}\r\n\r\n`,
      );
      send();
    });
    const send = () => {
      while (sent < most && !socket.destroyed) {
        sent += 1;
        if (!socket.write(piece)) return;
      }
    };
    socket.on('drain', send).on('error', () => {});
    socket.resume().on('close', () => resolve(sent));
  });
}
const as = async (role: 'admin' | 'resident') => ({
  authorization: `Bearer ${await issuer.mint({ sub: `${role}-1`, role })}`,
});

describe('the door', () => {
  it('passes a call on as it is, and says who calls', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const headers = {
      authorization: 'Bearer x',
      traceparent: trace,
      'if-match': '"1.1"',
      'x-internal-token': 'guessed',
      'x-client-address': '1.2.3.4',
    };
    const { status, body } = await call('POST', '/v1/requests?a=1&b=%E8%B7%AF', '{"text":"路灯"}', headers);
    expect(status).toBe(200);
    expect(body).toEqual({
      from: 'intake',
      method: 'POST',
      url: '/v1/requests?a=1&b=%E8%B7%AF',
      body: '{"text":"路灯"}',
    });
    const passed = services.intake.seen.at(-1)!.headers;
    expect(passed).toMatchObject({ authorization: 'Bearer x', traceparent: trace, 'if-match': '"1.1"' });
    expect(passed['x-internal-token']).toBeUndefined();
    expect(passed['x-client-address']).toBe('127.0.0.1');
  });

  it('takes the service out of the path of its dead letters', async () => {
    const { body } = await call('GET', '/v1/dead-letters/triage?limit=2');
    expect(body).toMatchObject({ from: 'triage', url: '/v1/dead-letters?limit=2' });
  });

  it('lets more than a service reads of JSON not through, whether its size is told or not', async () => {
    const large = `{"text":"${'x'.repeat(1_100_000)}"}`;
    for (let n = 0; n < 20; n += 1)
      expect(await call('POST', '/v1/requests', large)).toMatchObject({
        status: 413,
        body: { code: 'payload_too_large' },
      });
    const untold = await new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(gateway.url);
      const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
      const sending = request({ hostname, port, method: 'POST', path: '/v1/requests', headers }, (answer) =>
        resolve(answer.resume().statusCode ?? 0),
      ).once('error', reject);
      sending.end(large);
    });
    expect(untold).toBe(413);
    // Larger than what the sockets between hold: the caller is still sending when the answer is there.
    expect((await call('POST', '/v1/requests', 'x'.repeat(12_000_000))).status).toBe(413);
    expect(await sentUntilCutOff(200)).toBeLessThan(200);
    expect(services.intake.seen.filter(({ body }) => body.length > 1_048_576)).toEqual([]);
    expect((await call('POST', '/v1/requests', '{}')).status).toBe(200);
  });

  it('passes large files on, and leaves judging the body to the service', async () => {
    const file = 'x'.repeat(3_000_000);
    const { body } = await call('POST', '/v1/registry/imports/areas', file, { 'content-type': 'text/csv' });
    expect(body.body).toHaveLength(file.length);
  });

  it.each([
    '/internal/progress',
    '/internal/clock',
    '/v1/internal/progress',
    '/v1/requests/../../internal/progress',
    '/nothing',
  ])('knows no %s', async (path) => {
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('hands a 503 to the caller at once instead of trying ten times', async () => {
    expect((await call('GET', '/v1/rates')).status).toBe(503);
    expect(services.ledger.seen.filter(({ url }) => url === '/v1/rates')).toHaveLength(1);
  });

  it('asks once more what was cut off, as by a service that ends, and is only read or has a key; what may have been done is told', async () => {
    services.ledger.cutOff = 1;
    expect((await call('GET', '/v1/requests?cut=1')).status).toBe(200);
    expect(services.ledger.seen.filter(({ url }) => url === '/v1/requests?cut=1')).toHaveLength(2);
    services.ledger.cutOff = 2;
    expect((await call('GET', '/v1/requests?cut=2')).status).toBe(503);
    services.intake.cutOff = 1;
    expect((await call('POST', '/v1/requests?cut=3', '{}')).status).toBe(503);
    expect(services.intake.seen.filter(({ url }) => url === '/v1/requests?cut=3')).toHaveLength(1);
    services.intake.cutOff = 1;
    const keyed = { 'idempotency-key': 'k-1' };
    expect((await call('POST', '/v1/requests?cut=4', '{"said":"twice"}', keyed)).status).toBe(200);
    expect(services.intake.seen.filter(({ url }) => url === '/v1/requests?cut=4')).toMatchObject([
      { body: '{"said":"twice"}', headers: keyed },
      { body: '{"said":"twice"}', headers: keyed },
    ]);
  });

  it('shares 128 connections to a service among any number of callers, and those who send slowly take none', async () => {
    const before = services.assignment.connections;
    const slow = Array.from({ length: 150 }, () => {
      const { hostname, port } = new URL(gateway.url);
      const headers = { 'content-type': 'application/json', 'content-length': '20' };
      const sending = request({
        hostname,
        port,
        method: 'POST',
        path: '/v1/registry/offices',
        headers,
        agent: false,
      });
      const answered = new Promise<number>((resolve, reject) =>
        sending.on('response', (answer) => resolve(answer.resume().statusCode ?? 0)).on('error', reject),
      );
      sending.write('{"slow":');
      return { sending, answered };
    });
    const calls = Array.from({ length: 400 }, () => call('GET', '/v1/registry/offices'));
    expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(services.assignment.connections - before).toBeLessThanOrEqual(128);
    for (const { sending } of slow) sending.end('"but whole"}');
    expect(new Set(await Promise.all(slow.map(({ answered }) => answered)))).toEqual(new Set([200]));
    expect(services.assignment.seen.filter(({ body }) => body === '{"slow":"but whole"}')).toHaveLength(150);
  });

  it('streams, and lets go when the watcher does', async () => {
    const abort = new AbortController();
    const { body, headers } = await fetch(`${gateway.url}/v1/watch/stream`, { signal: abort.signal });
    expect(headers.get('content-type')).toContain('text/event-stream');
    const { value } = await body!.getReader().read();
    expect(new TextDecoder().decode(value)).toContain('event: counts');
    expect(services.ledger.streams.size).toBe(1);
    abort.abort();
    await waitUntil(() => services.ledger.streams.size === 0, { what: 'the stream behind to end' });
  });

  it('says when a service is away, and finds it again', async () => {
    const { url } = services.triage;
    await services.triage.stop();
    const away = await call('GET', '/v1/triage/queue', undefined, { 'accept-language': 'en' });
    expect(away).toMatchObject({
      status: 503,
      body: { code: 'service_unavailable', facts: { service: 'triage' } },
    });
    expect(away.headers.get('retry-after')).toBe('1');
    expect((await call('GET', '/readyz')).status).toBe(503);
    const { clock } = services.triage;
    services.triage = await SmallService.start('triage', Number(new URL(url).port));
    services.triage.clock = clock;
    expect((await call('GET', '/v1/triage/queue')).status).toBe(200);
    await waitUntil(async () => (await call('GET', '/readyz')).status === 200, { what: 'ready again' });
  });

  it('is ready only when all are', async () => {
    services.ledger.ready = false;
    expect((await call('GET', '/readyz')).status).toBe(503);
    expect((await call('GET', '/livez')).status).toBe(200);
    services.ledger.ready = true;
    expect((await call('GET', '/readyz')).status).toBe(200);
  });

  it('has one document of all, and pages that need nothing from elsewhere', async () => {
    const { body } = await call('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/clock', '/v1/clock/advance', '/v1/ledger', '/v1/triage']),
    );
    for (const path of ['/', '/docs', '/watch']) {
      const page = await call('GET', path);
      expect([path, page.status]).toEqual([path, 200]);
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(page.body).not.toMatch(/(src|href)="https?:/);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect((await call('GET', '/docs/assets/swagger-ui-bundle.js')).status).toBe(200);
    expect((await call('GET', '/docs/assets/package.json')).status).toBe(404);
  });
});

describe('the clock', () => {
  const advance = async (body: object) => call('POST', '/v1/clock/advance', body, await as('admin'));

  it('is read by anybody, set by administrators only', async () => {
    expect(await call('GET', '/v1/clock')).toMatchObject({
      status: 200,
      body: { mode: 'stepped', now: '2026-11-24T10:00:00.000+08:00' },
    });
    expect((await call('PUT', '/v1/clock', { mode: 'running' }, await as('resident'))).status).toBe(403);
    expect((await call('POST', '/v1/clock/advance', { duration: '1h' })).status).toBe(401);
    expect((await call('PUT', '/v1/clock', { mode: 'backwards' }, await as('admin'))).status).toBe(400);
  });

  it.each([
    {},
    { to: '2026-11-24' },
    { duration: '3 hours' },
    { duration: '1h', workingDays: 1 },
    { workingDays: 0 },
    { until: 1 },
  ])('refuses %p', async (body) => {
    expect(await advance(body)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('stops at each due time on the way, and every service is told', async () => {
    services.escalation.dues = [AT + HOUR, AT + 2 * HOUR, AT + 9 * HOUR];
    services.notification.dues = [AT + 2 * HOUR];
    expect(await advance({ duration: 'PT3H' })).toMatchObject({
      status: 200,
      body: { now: '2026-11-24T13:00:00.000+08:00', steps: 2, fired: 3 },
    });
    for (const { clock } of Object.values(services)) expect(clock).toMatchObject({ now: AT + 3 * HOUR });
    const { rows } = await database.pool.query('select mode, base from clock.setting');
    expect(rows[0]).toEqual({ mode: 'stepped', base: new Date(AT + 3 * HOUR) });
    expect((await advance({ to: '2026-11-24T12:00:00+08:00' })).status).toBe(400);
  });

  it('goes to what is due next, and so many working days on', async () => {
    expect((await advance({ untilNextDue: true })).body).toEqual({
      now: '2026-11-24T19:00:00.000+08:00',
      steps: 1,
      fired: 1,
    });
    expect((await advance({ untilNextDue: true })).body).toMatchObject({ steps: 0, fired: 0 });
    expect((await advance({ workingDays: 2 })).body).toMatchObject({ now: '2026-11-26T10:00:00.000+08:00' });
  });

  it('lets one go after the other when two ask at once', async () => {
    const both = await Promise.all([advance({ duration: '1h' }), advance({ duration: '1h' })]);
    expect(both.map(({ body }) => body.now).toSorted()).toEqual([
      '2026-11-26T11:00:00.000+08:00',
      '2026-11-26T12:00:00.000+08:00',
    ]);
  });

  it('runs on from where an advance has brought it', async () => {
    expect(
      (await call('PUT', '/v1/clock', { mode: 'running', rate: 10 }, await as('admin'))).body,
    ).toMatchObject({ mode: 'running', rate: 10 });
    const { body } = await advance({ duration: '2h' });
    expect(Date.parse(body.now)).toBeGreaterThanOrEqual(Date.parse('2026-11-26T14:00:00+08:00'));
    const later = await call('GET', '/v1/clock');
    expect(later.body.mode).toBe('running');
    expect(Date.parse(later.body.now)).toBeGreaterThan(Date.parse(body.now));
    expect((await call('PUT', '/v1/clock', { mode: 'stepped' }, await as('admin'))).body.mode).toBe(
      'stepped',
    );
  });

  it('settles again and again', async () => {
    for (let i = 0; i < 50; i += 1) expect((await advance({ duration: '1s' })).status).toBe(200);
  });
});

describe('a clock that nobody has set', () => {
  const nobodySet = (base: Date) =>
    database.pool.query(
      `update clock.setting set mode = 'real', rate = 1, base = $1, version = version + 1`,
      [base],
    );
  async function restarted(clock: 'real' | 'virtual') {
    await gateway.stop();
    gateway = await startGateway(configured(clock), { handleSignals: false });
  }

  it('goes with real time until it is taken in hand', async () => {
    await nobodySet(new Date());
    await restarted('virtual');
    const before = Date.now();
    const { body } = await call('POST', '/v1/clock/advance', { duration: '1h' }, await as('admin'));
    expect(Date.parse(body.now)).toBeGreaterThanOrEqual(before + HOUR);
    expect((await call('GET', '/v1/clock')).body).toMatchObject({ mode: 'running', rate: 1 });
    expect((await call('PUT', '/v1/clock', { mode: 'stepped' }, await as('admin'))).body.mode).toBe(
      'stepped',
    );
  });

  it('is nobody’s to set where time is real', async () => {
    await restarted('real');
    expect(await call('PUT', '/v1/clock', { mode: 'stepped' }, await as('admin'))).toMatchObject({
      status: 409,
      body: { code: 'clock_is_real' },
    });
    expect((await call('GET', '/v1/clock')).body.mode).toBe('real');
  });
});
