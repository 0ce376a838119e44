import { admin, resident } from '../../test/people.js';
import { INTERNAL_TOKEN } from '#testing/tested-service.js';
import { TestedEscalation } from '../../test/running-service.js';
import { waitUntil } from '#testing/wait-until.js';

let service: TestedEscalation;
beforeAll(async () => {
  service = await TestedEscalation.start();
}, 60_000);
afterAll(() => service?.stop());

const announcement = {
  version: 'test-2027.1',
  coverageFrom: '2027-01-01',
  coverageUntil: '2027-12-31',
  rows: [{ kind: 'holiday', from: '2027-01-01', until: '2027-01-03', name: '元旦' }],
};
const post = (path: string, body: object, as = admin) =>
  service.call('POST', `/v1/calendar/${path}`, as, body);

describe('the calendar', () => {
  it('is there from the start, and says what it does not know', async () => {
    const { body } = await service.call('GET', '/v1/calendar?from=2026-12-31&to=2027-01-01', resident);
    expect(body).toEqual({
      version: 'gov-cn-2026.1',
      coverageFrom: '2010-01-01',
      coverageUntil: '2026-12-31',
      days: [
        { date: '2026-12-31', kind: 'working', provisional: false },
        { date: '2027-01-01', kind: 'working', provisional: true },
      ],
      closures: [],
    });
  });

  it('counts working days for the virtual clock', async () => {
    const answer = await fetch(`${service.running.url}/internal/working-days`, {
      method: 'POST',
      headers: { 'x-internal-token': INTERNAL_TOKEN, 'content-type': 'application/json' },
      body: JSON.stringify({ from: '2026-11-27T10:00:00+08:00', workingDays: 1 }),
    });
    expect(await answer.json()).toEqual({ to: '2026-11-30T02:00:00.000Z' });
  });

  it('refuses what is wrong, and writes nothing', async () => {
    const wrong = await post('imports', {
      ...announcement,
      rows: [{ ...announcement.rows[0], from: '2027-02-30' }],
    });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: '/rows/0/from' }] } });
    const far = {
      ...announcement,
      version: 'test-2030',
      coverageFrom: '2030-01-01',
      coverageUntil: '2030-12-31',
      rows: [],
    };
    expect(await post('imports', far)).toMatchObject({ status: 422, body: { code: 'calendar_invalid' } });
    expect(await post('imports', announcement, { ...admin, jurisdiction: '310106' })).toMatchObject({
      status: 403,
    });
    const nowhere = await post('closures', { areaCode: '999999', from: '2026-11-26', reason: '防汛' });
    expect(nowhere.body).toMatchObject({ code: 'unknown_area' });
    const { body } = await service.call('GET', '/v1/calendar', resident);
    expect(body.version).toBe('gov-cn-2026.1');
  });

  it('a closure and an import count again what they touch, with the reason, the old one done once', async () => {
    const touched = await service.held();
    const elsewhere = await service.held({ areaCode: '310106012001' });
    const late = await service.held({}, '2026-12-28T02:00:00.000Z');
    expect((await service.deadlines(late)).at(-1)).toMatchObject({
      kind: 'resolve',
      due: '2027-01-04T02:00',
    });

    const closure = { areaCode: '310106011', from: '2026-11-26', reason: '防汛' };
    expect(await post('closures', closure)).toMatchObject({ status: 200 });
    expect(await post('closures', closure)).toMatchObject({ status: 200 });
    expect((await post('imports', announcement)).body).toMatchObject({
      version: 'test-2027.1',
      coverageUntil: '2027-12-31',
      changedDays: ['2027-01-01', '2027-01-02', '2027-01-03'],
    });
    expect((await post('imports', announcement)).status).toBe(200);
    expect(await post('imports', { ...announcement, rows: [] })).toMatchObject({ status: 409 });
    await waitUntil(async () => {
      const { rows } = await service.database.pool.query('select from escalation.recalculation');
      return rows.length === 0;
    });

    const resolves = async (id: string) =>
      (await service.deadlines(id))
        .filter(({ kind }) => kind === 'resolve')
        .map(({ due, ordinal }) => `${ordinal}: ${due}`);
    expect(await resolves(touched)).toEqual(['2: 2026-12-02T02:00']);
    expect(await resolves(elsewhere)).toEqual(['1: 2026-12-01T02:00']);
    expect(await resolves(late)).toEqual(['2: 2027-01-05T02:00']);
    const told = async (id: string) => (await service.written(id)).map(({ body }) => body.reason.rule);
    expect(await told(touched)).toEqual(['assignment.opened', 'closure.announced']);
    expect(await told(elsewhere)).toEqual(['assignment.opened']);
    expect(await told(late)).toEqual(['assignment.opened', 'calendar.imported']);
  });

  it('shows its figures', async () => {
    const text = await (await fetch(`${service.running.url}/metrics`)).text();
    expect(text).toMatch(/liandong_calendar_coverage_days 402/);
    expect(text).toMatch(/liandong_deadlines_pending [1-9]/);
    expect(text).toContain('liandong_deadline_lag_seconds_bucket');
  });
});
