import { readFileSync } from 'node:fs';
import pg from 'pg';
import { roleName } from '#chassis/migrate.js';
import { readAnchor, verifyAudit } from '#chassis/verify-audit.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import type { Claims } from '#local-system/claims.js';
import { refusal, SHANGHAI, World } from '../chain/world.js';
import { SEEDS, seedsIn } from './seeds.js';

const WHY = { purpose: 'call_back', reason: '约定上门时间' };

let world: World;
let pool: pg.Pool;
let id: string;
let holder: Claims;

beforeAll(async () => {
  world = await World.start();
  pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });
  holder = world.who(SHANGHAI, 'block');
  ({ id } = await world.submit(SHANGHAI, {
    text: SEEDS.text,
    contact: { name: SEEDS.name, phone: SEEDS.phone },
    onBehalfOf: { name: SEEDS.onBehalfName, phone: SEEDS.onBehalfPhone },
  }));
}, 180_000);
afterAll(async () => {
  await pool?.end();
  await world?.stop();
}, 60_000);

const reveal = async (as: Claims, body: object = WHY, request = id) =>
  (
    await world.client.send<Record<string, unknown>>(
      'POST',
      `/v1/requests/${request}/contact/reveal`,
      as,
      body,
    )
  ).body;
const audit = async () =>
  (await pool.query<{ content: string }>('select content from audit.reading order by seq')).rows.map(
    ({ content }) => JSON.parse(content) as Record<string, unknown>,
  );
/** The audit rows that the work left. */
async function recorded(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const before = (await audit()).length;
  await work();
  return (await audit()).slice(before);
}

describe('a contact in full', () => {
  it('is shown for a purpose, and leaves one row: who, whose, which fields, what for, when', async () => {
    const rows = await recorded(async () => {
      expect(await reveal(holder)).toEqual({
        id,
        contact: { name: SEEDS.name, phone: SEEDS.phone },
        onBehalfOf: { name: SEEDS.onBehalfName, phone: SEEDS.onBehalfPhone },
      });
    });
    const { body: clock } = await world.client.get<{ now: string }>('/v1/clock', ADMIN);
    expect(rows).toEqual([
      {
        seq: expect.any(Number),
        actor: holder.sub,
        role: 'officer',
        level: holder.level,
        area: holder.area,
        office: holder.office,
        service: roleName('intake'),
        requestId: id,
        fields: ['contact.name', 'contact.phone', 'onBehalfOf.name', 'onBehalfOf.phone'],
        purpose: 'call_back',
        reason: expect.stringMatching(/^k1:/),
        atMs: Date.parse(clock.now),
      },
    ]);
    expect(seedsIn(JSON.stringify(await audit()))).toEqual([]);
  });

  it.each([
    ['no purpose', { reason: '看看' }, '/purpose'],
    ['a purpose nobody knows', { purpose: 'curious', reason: '看看' }, '/purpose'],
    ['no reason', { purpose: 'verify' }, '/reason'],
    ['an empty reason', { purpose: 'verify', reason: '  ' }, '/reason'],
  ])('%s: refused, and no row', async (_, body, pointer) => {
    const rows = await recorded(async () =>
      expect(await reveal(holder, body).catch((error: unknown) => error)).toMatchObject({
        status: 400,
        problem: { code: 'validation_failed', errors: [{ pointer }] },
      }),
    );
    expect(rows).toEqual([]);
  });

  it('is for staff in scope: others learn nothing, and no row', async () => {
    const abroad: Claims = { sub: 'officer-x', role: 'supervisor', jurisdiction: '360323', area: '360323' };
    const monitor: Claims = { sub: 'monitor-1', role: 'monitor', jurisdiction: SHANGHAI };
    const rows = await recorded(async () => {
      expect(await refusal(reveal(abroad))).toEqual({ status: 404, code: 'request_not_found' });
      expect(await refusal(reveal(monitor))).toEqual({ status: 403, code: 'forbidden' });
      expect(await refusal(reveal(world.who(SHANGHAI, 'resident')))).toEqual({
        status: 403,
        code: 'forbidden',
      });
    });
    expect(rows).toEqual([]);
  });

  it('of who asked not to be known stays closed; where none was left there is none to read', async () => {
    const contact = { name: SEEDS.name, phone: SEEDS.phone };
    const hidden = await world.submit(SHANGHAI, { text: SEEDS.text, contact, anonymous: true });
    const without = await world.submit(SHANGHAI, { text: SEEDS.text, contact: undefined });
    const rows = await recorded(async () => {
      expect((await refusal(reveal(ADMIN, WHY, hidden.id))).code).toBe('contact_withheld');
      expect((await refusal(reveal(ADMIN, WHY, without.id))).code).toBe('no_contact_left');
    });
    expect(rows).toEqual([]);
  });

  it('masked readings leave no row', async () => {
    const rows = await recorded(async () => {
      const { body } = await world.client.get<object>(`/v1/requests/${id}/content`, holder);
      expect(JSON.stringify(body)).not.toContain(SEEDS.phone);
      await world.client.send('POST', '/v1/requests/by-phone', ADMIN, { phone: SEEDS.phone });
    });
    expect(rows).toEqual([]);
  });

  it('20 an hour and person, however they come: the 21st is told when to come again', async () => {
    const other: Claims = { ...holder, sub: 'reads-much' };
    const token = await world.client.token(other);
    const asked = () =>
      fetch(`${world.system.baseUrl}/v1/requests/${id}/contact/reveal`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(WHY),
      });
    const rows = await recorded(async () => {
      const answers = await Promise.all(Array.from({ length: 24 }, asked));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([
        ...Array<number>(20).fill(200),
        ...Array<number>(4).fill(429),
      ]);
      const refused = answers.find(({ status }) => status === 429)!;
      expect(refused.headers.get('retry-after')).toBe('3600');
      expect(await refused.json()).toMatchObject({ code: 'too_many_requests' });
    });
    expect(rows).toHaveLength(20);
    // Others are not held up by it, and an hour later neither is this one.
    expect((await reveal(holder))['id']).toBe(id);
    const { body: clock } = await world.client.get<{ now: string }>('/v1/clock', ADMIN);
    await world.advance({ to: new Date(Date.parse(clock.now) + 3_600_000).toISOString() });
    expect((await asked()).status).toBe(200);
  });

  it('is not shown where the row cannot be written', async () => {
    const role = roleName('intake');
    await pool.query(`revoke execute on function audit.append_reading from ${role}`);
    const rows = await recorded(async () => {
      const refused = await reveal(holder).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refused).toMatchObject({ status: 503 });
      expect(seedsIn(JSON.stringify(refused))).toEqual([]);
    });
    expect(rows).toEqual([]);
    await pool.query(`grant execute on function audit.append_reading to ${role}`);
    expect((await reveal(holder))['id']).toBe(id);
  });
});

describe('the log of the service', () => {
  it('holds an anchor for each row', async () => {
    const log = readFileSync(world.system.services.intake.logFile, 'utf8');
    const anchors = [...log.matchAll(/audit anchor (\d+:[0-9a-f]{64})/g)].map(([, anchor]) =>
      readAnchor(anchor!),
    );
    const { count, faults, head } = await verifyAudit(pool, anchors);
    expect(faults).toEqual([]);
    expect(anchors).toHaveLength(count);
    expect(anchors).toContainEqual(head);
  });
});
