import { jest } from '@jest/globals';
import { AT, Door } from '../../test/door.js';

const HOUR = 3_600_000;

jest.setTimeout(60_000);

let door: Door;

beforeAll(async () => {
  door = await Door.open();
});

afterAll(() => door?.close());

describe('the clock', () => {
  const advance = async (body: object) =>
    door.call('POST', '/v1/clock/advance', body, await door.as('admin'));

  it('is read by anybody, set by administrators only', async () => {
    expect(await door.call('GET', '/v1/clock')).toMatchObject({
      status: 200,
      body: { mode: 'stepped', now: '2026-11-24T10:00:00.000+08:00' },
    });
    expect((await door.call('PUT', '/v1/clock', { mode: 'running' }, await door.as('resident'))).status).toBe(
      403,
    );
    expect((await door.call('POST', '/v1/clock/advance', { duration: '1h' })).status).toBe(401);
    expect((await door.call('PUT', '/v1/clock', { mode: 'backwards' }, await door.as('admin'))).status).toBe(
      400,
    );
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
    door.services.escalation.dues = [AT + HOUR, AT + 2 * HOUR, AT + 9 * HOUR];
    door.services.notification.dues = [AT + 2 * HOUR];
    expect(await advance({ duration: 'PT3H' })).toMatchObject({
      status: 200,
      body: { now: '2026-11-24T13:00:00.000+08:00', steps: 2, fired: 3 },
    });
    for (const { clock } of Object.values(door.services)) expect(clock).toMatchObject({ now: AT + 3 * HOUR });
    const { rows } = await door.database.pool.query('select mode, base from clock.setting');
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
      (await door.call('PUT', '/v1/clock', { mode: 'running', rate: 10 }, await door.as('admin'))).body,
    ).toMatchObject({ mode: 'running', rate: 10 });
    const { body } = await advance({ duration: '2h' });
    expect(Date.parse(body.now)).toBeGreaterThanOrEqual(Date.parse('2026-11-26T14:00:00+08:00'));
    const later = await door.call('GET', '/v1/clock');
    expect(later.body.mode).toBe('running');
    expect(Date.parse(later.body.now)).toBeGreaterThan(Date.parse(body.now));
    expect((await door.call('PUT', '/v1/clock', { mode: 'stepped' }, await door.as('admin'))).body.mode).toBe(
      'stepped',
    );
  });

  it('settles again and again', async () => {
    for (let i = 0; i < 50; i += 1) expect((await advance({ duration: '1s' })).status).toBe(200);
  });
});

describe('a clock that nobody has set', () => {
  const nobodySet = (base: Date) =>
    door.database.pool.query(
      `update clock.setting set mode = 'real', rate = 1, base = $1, version = version + 1`,
      [base],
    );

  it('goes with real time until it is taken in hand', async () => {
    await nobodySet(new Date());
    await door.restart('virtual');
    const before = Date.now();
    const { body } = await door.call('POST', '/v1/clock/advance', { duration: '1h' }, await door.as('admin'));
    expect(Date.parse(body.now)).toBeGreaterThanOrEqual(before + HOUR);
    expect((await door.call('GET', '/v1/clock')).body).toMatchObject({ mode: 'running', rate: 1 });
    expect((await door.call('PUT', '/v1/clock', { mode: 'stepped' }, await door.as('admin'))).body.mode).toBe(
      'stepped',
    );
  });

  it('is nobody’s to set where time is real', async () => {
    await door.restart('real');
    expect(await door.call('PUT', '/v1/clock', { mode: 'stepped' }, await door.as('admin'))).toMatchObject({
      status: 409,
      body: { code: 'clock_is_real' },
    });
    expect((await door.call('GET', '/v1/clock')).body.mode).toBe('real');
  });
});
