import { BLOCK, opinionSettled, solved } from '../test/lives.js';
import type { Claims } from '#testing/tested-service.js';
import { TestedIntake } from '../test/running-service.js';
import { closeWhenNoticesSettled } from './domain/close-when-notices-settled.js';
import { isTrackingNumber } from './domain/tracking-number.js';
import { resolveWhenResolved } from './domain/resolve-when-resolved.js';

const resident: Claims = { sub: 'resident-1', role: 'resident' };
const stranger: Claims = { sub: 'resident-2', role: 'resident' };
const monitor: Claims = { sub: 'monitor-1', role: 'monitor', jurisdiction: '310106' };
const blockOfficer: Claims = {
  sub: 'officer-1',
  role: 'officer',
  jurisdiction: '310106',
  level: 'block',
  area: BLOCK,
  office: 'block-office',
};
const TEXT = '楼道灯三天不亮';
const PHONE = '13800138000';
const body = { channel: 'hotline', areaCode: BLOCK, text: TEXT, contact: { name: '王某', phone: PHONE } };

let service: TestedIntake;

beforeAll(async () => {
  service = await TestedIntake.start();
}, 60_000);

afterAll(() => service?.stop());

const submit = (more: object = {}, as = resident, headers = {}) =>
  service.call('POST', '', as, { ...body, ...more }, headers);
const faults = async (sent: object): Promise<unknown> => {
  const { status, body: problem } = await service.call('POST', '', resident, sent);
  return [status, problem.errors?.map(({ pointer }: { pointer: string }) => pointer)];
};
const resolve = (id: string) =>
  service.react(id, (state, { now }) => resolveWhenResolved(state, solved(1), now));
const settle = (id: string) =>
  service.react(id, (state, context) => closeWhenNoticesSettled(state, opinionSettled(), context));

describe('submitting', () => {
  it('answers what the requester keeps', async () => {
    const { status, headers, body: answer } = await submit();
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/requests/${answer.id}`);
    expect(headers.get('etag')).toBe('"0.0"');
    expect(answer).toMatchObject({
      state: 'received',
      jurisdiction: '310106',
      profile: { name: 'shanghai', version: 1 },
      receivedAt: expect.stringMatching(/\+08:00$/),
    });
    expect(isTrackingNumber(answer.number)).toBe(true);
  });

  it('once under one Idempotency-Key, however often it is sent', async () => {
    const headers = { 'idempotency-key': 'sent-ten-times' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit({}, resident, headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const ids = new Set(answers.map(({ body: { id } }) => id as string));
    expect(ids.size).toBe(1);
    expect(await service.written([...ids][0]!)).toHaveLength(1);
    expect(await submit({ text: '另一件事' }, resident, headers)).toMatchObject({ status: 422 });
  });

  it('null is no way around a permission', async () => {
    expect(await faults({ ...body, onTheSpot: null })).toEqual([400, ['/onTheSpot']]);
    expect(await faults({ ...body, onBehalfOf: null })).toEqual([400, ['/onBehalfOf']]);
    const { status } = await submit({ onTheSpot: { solution: '当场解决' } }, resident);
    expect([403, 409, 422]).toContain(status);
  });

  it('an officer closes nothing on the spot in another jurisdiction', async () => {
    const sent = {
      areaCode: undefined,
      address: '芦溪县上埠镇',
      jurisdiction: '360323',
      onTheSpot: { solution: '当场解决' },
    };
    expect((await submit(sent, blockOfficer)).status).not.toBe(201);
  });

  it('names every field that is wrong', async () => {
    expect(await faults({})).toEqual([400, ['/channel', '/text']]);
    expect(await faults({ ...body, status: 'closed' })).toEqual([400, ['/status']]);
    expect(await faults({ ...body, contact: { name: '王某', phone: '12' } })).toEqual([
      400,
      ['/contact/phone'],
    ]);
    expect(await faults({ ...body, channel: 'pigeon', category: 'weather' })).toEqual([
      400,
      ['/channel', '/category'],
    ]);
    expect(await faults({ ...body, address: '某路 1 号' })).toEqual([400, ['/address']]);
    expect(await faults({ channel: 'hotline', text: TEXT })).toEqual([400, ['/areaCode']]);
    expect(await submit({ areaCode: '999999' })).toMatchObject({
      status: 400,
      body: { code: 'unknown_area' },
    });
  });

  it('is not a monitor’s to do, nor closing on the spot a resident’s', async () => {
    expect((await submit({}, monitor)).status).toBe(403);
    expect((await submit({ onTheSpot: { solution: '已换灯' } })).status).toBe(403);
    const done = await submit({ onTheSpot: { solution: '已换灯' } }, blockOfficer);
    expect(done).toMatchObject({ status: 201, body: { state: 'closed', how: 'on_the_spot' } });
  });
});

describe('what nobody sees', () => {
  it('text and phone stand neither in the events nor in the state', async () => {
    const { id } = (await submit()).body;
    const { rows } = await service.database.pool.query(
      'select body::text as state from intake.request where request_id = $1',
      [id],
    );
    const stored = JSON.stringify([rows, await service.written(id)]);
    for (const secret of [TEXT, PHONE, '王某']) expect(stored).not.toContain(secret);
  });

  it('the content is for the requester, the phone masked; for others the request is not there', async () => {
    const { id } = (await submit()).body;
    expect(await service.call('GET', `/${id}/content`, resident)).toMatchObject({
      status: 200,
      body: { text: TEXT, contact: { name: '王某', phone: '138****8000' } },
    });
    expect((await service.call('GET', `/${id}/content`, stranger)).status).toBe(404);
    expect((await service.call('GET', `/${id}/content`, blockOfficer)).status).toBe(404);
  });
});

describe('the requester’s word', () => {
  it('closes a solved request once the notices are settled', async () => {
    const { id } = (await submit()).body;
    const word = { solved: true, rating: 5 };
    expect(await service.call('POST', `/${id}/confirmation`, resident, word)).toMatchObject({
      status: 409,
      body: { code: 'not_resolved_yet' },
    });
    await resolve(id);
    expect((await service.call('POST', `/${id}/confirmation`, stranger, word)).status).toBe(404);
    expect(await service.call('POST', `/${id}/confirmation`, resident, word)).toMatchObject({
      status: 200,
      body: { state: 'resolved', rating: 5 },
    });
    await settle(id);
    expect(await service.call('POST', `/${id}/confirmation`, resident, word)).toMatchObject({
      status: 200,
      body: { id, state: 'closed' },
    });
    expect((await service.written(id)).map(({ name }) => name)).toEqual([
      'RequestSubmitted',
      'SolutionConfirmed',
      'RequestClosed',
    ]);
    expect(await service.call('POST', `/${id}/dispute`, resident, { text: '还是不亮' })).toMatchObject({
      status: 409,
      body: { code: 'already_closed' },
    });
  });

  it('adds, takes back, and is refused afterwards', async () => {
    const { id } = (await submit()).body;
    expect((await service.call('POST', `/${id}/supplements`, resident, { text: '三楼也不亮' })).status).toBe(
      200,
    );
    expect((await service.call('GET', `/${id}/content`, resident)).body.supplements).toMatchObject([
      { text: '三楼也不亮' },
    ]);
    expect(await service.call('POST', `/${id}/withdrawal`, resident, {})).toMatchObject({
      status: 200,
      body: { state: 'withdrawn' },
    });
    expect(await service.call('POST', `/${id}/supplements`, resident, { text: '还有' })).toMatchObject({
      status: 409,
      body: { code: 'already_withdrawn' },
    });
  });
});

describe('the database itself', () => {
  it.each([
    {},
    { how: 'on_the_spot' },
    { how: 'confirmed', confirmedAt: '2026-11-24T01:00:00.000Z' },
    { how: 'confirmed', confirmedAt: 'x', resolvedAt: 'x', noticesSettled: false },
    { how: 'exception', resolvedAt: 'x', noticesSettled: true },
    { how: 'because', resolvedAt: 'x', confirmedAt: 'x', noticesSettled: true },
  ])('refuses to close a request with %j', async (claims) => {
    const { id } = (await submit()).body;
    await expect(
      service.database.pool.query(
        'update intake.request set body = body || $2::jsonb where request_id = $1',
        [id, JSON.stringify({ state: 'closed', ...claims })],
      ),
    ).rejects.toMatchObject({ code: '23514', constraint: 'closed_only_when_earned' });
  });
});

it('describes its routes: a key goes with what changes something, not with what only looks', async () => {
  const { paths } = (await (await fetch(`${service.running.url}/openapi.json`)).json()) as {
    paths: Record<string, { post?: { parameters?: { name: string }[] } }>;
  };
  const takesKey = (path: string) =>
    paths[path]?.post?.parameters?.some(({ name }) => name === 'Idempotency-Key');
  expect(takesKey('/v1/requests')).toBe(true);
  expect(takesKey('/v1/requests/{id}/withdrawal')).toBe(true);
  expect(takesKey('/v1/requests/by-phone')).toBeFalsy();
});
