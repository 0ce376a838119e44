import { randomUUID } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventlogTables } from '#eventlog/eventlog-tables.js';
import { pruneReceipts } from '#eventlog/prune-receipts.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { CounterModule } from '../test/counter-service.js';
import { type ProbeConfig, probeConfig } from '../test/probe-config.js';
import { derivedRolePassword, migrate, roleUrl } from './migrate.js';
import { type RunningService, startService } from './start-service.js';

class Tables1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(eventlogTables('triage'));
  }
  async down(): Promise<void> {}
}

let database: OwnDatabase;
let probe: ProbeConfig;
let service: RunningService;
let officer: string;
let another: string;

beforeAll(async () => {
  database = await ownDatabase();
  probe = await probeConfig();
  const rolePassword = derivedRolePassword(database.url);
  const migrations = { schema: 'triage', migrations: [Tables1700000000001] };
  await migrate({ adminUrl: database.url, services: [migrations], rolePassword });
  // No broker: commands are decided and kept all the same.
  const config = probe.config({ DATABASE_URL: roleUrl(database.url, 'triage', rolePassword) });
  service = await startService({
    name: 'triage',
    module: CounterModule,
    config,
    migrations,
    handleSignals: false,
  });
  officer = await probe.issuer.mint({ sub: 'o-1', role: 'officer' });
  another = await probe.issuer.mint({ sub: 'o-2', role: 'officer' });
}, 60_000);

afterAll(async () => {
  await service?.stop();
  probe?.remove();
  await database?.drop();
}, 30_000);

async function act(path: string, body?: unknown, headers: Record<string, string> = {}, token = officer) {
  const response = await fetch(`${service.url}/v1/requests/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    body: (await response.json()) as any,
    etag: response.headers.get('etag'),
  };
}

describe('Idempotency-Key', () => {
  it('without one, each call counts', async () => {
    const id = randomUUID();
    await act(`${id}/add`, { amount: 1 });
    expect(await act(`${id}/add`, { amount: 1 })).toEqual({ status: 200, body: { count: 2 }, etag: '"2.0"' });
  });

  it('the same key and payload get the first answer again, tag included', async () => {
    const id = randomUUID();
    const first = await act(`${id}/add`, { amount: 1 }, { 'idempotency-key': 'a' });
    await act(`${id}/add`, { amount: 5 });
    expect(await act(`${id}/add`, { amount: 1 }, { 'idempotency-key': 'a' })).toEqual(first);
    expect((await act(`${id}/add`, { amount: 0 })).body.count).toBe(6);
  });

  it('ten at once count once', async () => {
    const id = randomUUID();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => act(`${id}/add`, { amount: 1 }, { 'idempotency-key': 'b' })),
    );
    for (const one of all) expect(one).toEqual({ status: 200, body: { count: 1 }, etag: '"1.0"' });
  });

  it('another payload or another request under the key is refused', async () => {
    const id = randomUUID();
    await act(`${id}/add`, { amount: 1 }, { 'idempotency-key': 'c' });
    for (const [path, amount] of [
      [id, 2],
      [randomUUID(), 1],
    ] as const) {
      const answer = await act(`${path}/add`, { amount }, { 'idempotency-key': 'c' });
      expect([answer.status, answer.body.code]).toEqual([422, 'idempotency_key_reused']);
    }
  });

  it("another caller's key is another key", async () => {
    const id = randomUUID();
    await act(`${id}/add`, { amount: 1 }, { 'idempotency-key': 'd' });
    const answer = await act(`${id}/add`, { amount: 1 }, { 'idempotency-key': 'd' }, another);
    expect(answer.body).toEqual({ count: 2 });
  });

  it('what is kept under it is sealed, and goes when the key has expired', async () => {
    const id = randomUUID();
    for (const key of ['old', 'young']) await act(`${id}/add`, { amount: 1 }, { 'idempotency-key': key });
    const { rows } = await database.pool.query<{ key: string; response: string }>(
      'select key, response from triage.receipt order by created_at desc limit 2',
    );
    expect(rows.map(({ response }) => response)).toEqual([
      expect.stringMatching(/^k1:/),
      expect.stringMatching(/^k1:/),
    ]);
    const age = (days: number, key: string) =>
      database.pool.query(
        `update triage.receipt set created_at = clock_timestamp() - make_interval(days => $1) where key = $2`,
        [days, key],
      );
    await age(30, rows[1]!.key);
    await age(29, rows[0]!.key);
    expect(await pruneReceipts(database.pool, 'triage', 30)).toBe(1);
    expect((await act(`${id}/add`, { amount: 1 }, { 'idempotency-key': 'young' })).body).toEqual({
      count: 2,
    });
    expect((await act(`${id}/add`, { amount: 1 }, { 'idempotency-key': 'old' })).body).toEqual({ count: 3 });
  });

  it('is refused when it is no key', async () => {
    const answer = await act(`${randomUUID()}/add`, { amount: 1 }, { 'idempotency-key': 'x'.repeat(201) });
    expect([answer.status, answer.body.code]).toEqual([400, 'idempotency_key_invalid']);
  });
});

describe('refusals', () => {
  it('come by the code of the catalogue, with their facts', async () => {
    const answer = await act(`${randomUUID()}/refused/already_closed`);
    expect([answer.status, answer.body.code, answer.body.facts]).toEqual([
      409,
      'already_closed',
      { seen: 0 },
    ]);
  });

  it('an unknown code is a fault of ours', async () => {
    expect((await act(`${randomUUID()}/refused/never_heard_of`)).status).toBe(500);
  });

  it('what is no id is not found', async () => {
    const answer = await act('1234/refused/already_closed');
    expect([answer.status, answer.body.code]).toEqual([404, 'request_not_found']);
  });
});

describe('patience', () => {
  it('decides again when the request changes in time', async () => {
    const id = randomUUID();
    const waiting = act(`${id}/refused/not_resolved_yet`);
    await act(`${id}/add`, { amount: 3 });
    expect(await waiting).toMatchObject({ status: 200, body: { count: 3 } });
  });

  it('gives up after 1.5 s', async () => {
    const began = performance.now();
    const answer = await act(`${randomUUID()}/refused/not_resolved_yet`);
    expect([answer.status, answer.body.code]).toEqual([409, 'not_resolved_yet']);
    expect(performance.now() - began).toBeGreaterThan(1_400);
  });

  it('does not wait for what cannot change', async () => {
    const began = performance.now();
    await act(`${randomUUID()}/refused/already_closed`);
    expect(performance.now() - began).toBeLessThan(1_400);
  });
});

describe('If-Match', () => {
  it.each([
    [{}, 428, 'precondition_required'],
    [{ 'if-match': '*' }, 412, 'precondition_failed'],
    [{ 'if-match': 'W/"1.2"' }, 412, 'precondition_failed'],
    [{ 'if-match': '1.2' }, 412, 'precondition_failed'],
  ])('%j', async (headers, status, code) => {
    const answer = await act(`${randomUUID()}/guarded`, undefined, headers as Record<string, string>);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is read', async () => {
    expect((await act(`${randomUUID()}/guarded`, undefined, { 'if-match': '"3.14"' })).body).toEqual({
      assignmentNumber: 3,
      sequence: 14,
    });
  });
});

describe('without a broker', () => {
  it('the service is not ready, and says why; migrations are in place', async () => {
    const response = await fetch(`${service.url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      checks: { database: { ok: true }, migrations: { ok: true }, broker: { ok: false } },
    });
  });

  it('tells its progress', async () => {
    const headers = { 'x-internal-token': probe.env['INTERNAL_TOKEN']! };
    const progress = await (await fetch(`${service.url}/internal/progress`, { headers })).json();
    expect(progress).toMatchObject({ service: 'triage', outboxPending: 0, connected: false, dueNow: false });
  });
});
