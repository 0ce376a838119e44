import SwaggerParser from '@apidevtools/swagger-parser';
import { waitUntil } from '#testing/wait-until.js';
import { bearer, expectProblem, Probe } from '../test/probe.js';
import { Clock } from './clock.js';
import { DueWork } from './due-work.js';

const INTERNAL = { 'x-internal-token': 'internal-token-of-the-tests' };

let probe: Probe;

beforeAll(async () => {
  probe = await Probe.start();
}, 60_000);

afterAll(() => probe?.stop());

describe('what operators ask', () => {
  it('lives, is ready, counts', async () => {
    expect((await probe.call('GET', '/livez')).body).toEqual({ status: 'alive' });
    const ready = await probe.call('GET', '/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ status: 'ready', checks: { database: { ok: true } } });
    await probe.post(JSON.stringify({ text: '路灯不亮', contact: { name: '王', phone: '13800000000' } }));
    const metrics = await probe.call('GET', '/metrics');
    expect(metrics.text).toContain('http_server_request_duration_seconds_bucket');
    expect(metrics.text).toContain('route="/v1/notes"');
    expect(metrics.text).not.toContain('13800000000');
  });

  it('describes its public routes in OpenAPI 3.1', async () => {
    const { body } = await probe.call('GET', '/openapi.json');
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
      expectProblem(await probe.call(method, path), 404, 'not_found');
      expectProblem(
        await probe.call(method, path, { headers: { 'x-internal-token': 'wrong' } }),
        404,
        'not_found',
      );
    }
  });

  it('sets the clock, ignores an older setting, runs what fell due', async () => {
    let due: number | null = Date.parse('2026-03-02T09:00:00.000Z');
    const fired: string[] = [];
    probe.service.app.get(DueWork).register({
      name: 'probe',
      nextDueAt: async () => due,
      runDue: async () => {
        const { now } = (await probe.call('GET', '/internal/progress', { headers: INTERNAL })).body;
        if (due === null || Date.parse(now) < due) return 0;
        due = null;
        fired.push(now);
        return 1;
      },
    });
    const set = (now: string, version: number) =>
      probe.call('PUT', '/internal/clock', {
        headers: { ...INTERNAL, 'content-type': 'application/json' },
        body: JSON.stringify({ mode: 'stepped', now, realBase: new Date().toISOString(), version }),
      });
    await set('2026-03-02T08:00:00.000Z', 1);
    const before = (await probe.call('GET', '/internal/progress', { headers: INTERNAL })).body;
    expect(before).toMatchObject({
      service: 'intake',
      now: '2026-03-02T08:00:00.000Z',
      nextDueAt: '2026-03-02T09:00:00.000Z',
      outboxPending: 0,
    });
    expect((await set('2026-03-02T09:00:00.000Z', 2)).body.now).toBe('2026-03-02T09:00:00.000Z');
    await probe.call('POST', '/internal/tick', { headers: INTERNAL });
    expect(fired).toEqual(['2026-03-02T09:00:00.000Z']);
    expect((await set('2026-03-01T00:00:00.000Z', 1)).body.version).toBe(2);
    expect((await probe.call('GET', '/internal/progress', { headers: INTERNAL })).body).toMatchObject({
      dueNow: false,
      nextDueAt: null,
      fired: 1,
    });
  });
});

describe('a replica that missed the push', () => {
  it('reads the clock from the database soon', async () => {
    await probe.database.pool.query(
      "update clock.setting set mode = 'stepped', base = '2026-05-01T00:00:00Z', version = 9 where id = 1",
    );
    const clock = probe.service.app.get(Clock);
    await waitUntil(() => clock.setting.version === 9);
    expect(clock.nowInstant()).toBe('2026-05-01T00:00:00.000Z');
    expect((await probe.call('GET', '/v1/notes', { headers: bearer(probe.resident) })).status).toBe(200);
  });
});
