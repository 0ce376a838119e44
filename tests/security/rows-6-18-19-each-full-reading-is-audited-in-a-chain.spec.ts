import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { derivedRolePassword, roleName, roleUrl } from '#chassis/migrate.js';
import type { Anchor } from '#chassis/read-audit.js';
import { type AuditFault, readAnchor, verifyAudit } from '#chassis/verify-audit.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import type { Claims } from '#local-system/claims.js';
import { refusal, SHANGHAI, World } from '../chain/world.js';
import { SEEDS, seedsIn } from './seeds.js';

const DENIED = '42501';
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

describe('the audit', () => {
  const as = async (url: string, statement: string): Promise<string | undefined> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await client.end();
    }
  };
  const STATEMENTS = [
    `update audit.reading set content = '{}'`,
    'delete from audit.reading',
    'truncate audit.reading',
  ];

  it.each([
    ...STATEMENTS,
    'select * from audit.reading',
    `insert into audit.reading values (99, '{}', '', '')`,
    'update audit.head set seq = 0',
    'alter table audit.reading disable trigger all',
    'drop table audit.reading',
  ])('the service may not: %s', async (statement) => {
    const rolePassword = derivedRolePassword(world.databaseUrl);
    expect(await as(roleUrl(world.databaseUrl, 'intake', rolePassword), statement)).toBe(DENIED);
  });

  it.each(STATEMENTS)('nor may the administrator, by mistake: %s', async (statement) => {
    expect(await as(world.databaseUrl, statement)).toBe(DENIED);
  });

  it('the log of the service holds an anchor for each row', async () => {
    const log = readFileSync(world.system.services.intake.logFile, 'utf8');
    const anchors = [...log.matchAll(/audit anchor (\d+:[0-9a-f]{64})/g)].map(([, anchor]) =>
      readAnchor(anchor!),
    );
    const { count, faults, head } = await verifyAudit(pool, anchors);
    expect(faults).toEqual([]);
    expect(anchors).toHaveLength(count);
    expect(anchors).toContainEqual(head);
  });

  it('npx liandong audit verify says so, and exits with 1 where an anchor does not fit', async () => {
    const run = (...args: string[]) =>
      promisify(execFile)(
        process.execPath,
        [join(repositoryRoot, 'dist/cli/src/liandong.js'), 'audit', 'verify', ...args],
        { env: { ...process.env, DATABASE_URL: world.databaseUrl } },
      ).then(
        ({ stdout }) => ({ code: 0, stdout }),
        (error: { code: number; stdout: string }) => error,
      );
    const sound = await run();
    expect(sound).toMatchObject({ code: 0, stdout: expect.stringContaining('0 处不符') });
    const anchor = /anchor (\d+:[0-9a-f]{64})/.exec(sound.stdout)![1]!;
    expect(await run('--anchor', anchor)).toMatchObject({ code: 0 });
    expect(await run('--anchor', `3:${'0'.repeat(64)}`)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('3: anchor_differs'),
    });
  });
});

describe('the verifier finds what whoever rules the database did', () => {
  /** What it finds after the statements, which are taken back. */
  async function found(statements: string[], anchors: Anchor[] = []): Promise<AuditFault[]> {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query('alter table audit.reading disable trigger all');
      for (const statement of statements) await client.query(statement);
      return [...(await verifyAudit(client, anchors)).faults];
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
  const end = async (): Promise<Anchor> => (await verifyAudit(pool)).head;
  const edited = `update audit.reading set content = replace(content, 'call_back', 'emergency') where seq = 5`;
  const rehashed = (seq: number): string =>
    `update audit.reading r set previous = p.hash, hash = sha256(p.hash || convert_to(r.content, 'UTF8'))
     from (select coalesce((select hash from audit.reading where seq = ${seq} - 1), sha256('liandong audit')) as hash) p
     where r.seq = ${seq}`;
  const headAtEnd = `update audit.head set (seq, hash) = (select seq, hash from audit.reading order by seq desc limit 1)`;

  it('nothing where nothing was done', async () => {
    expect((await end()).seq).toBeGreaterThan(20);
    expect(await found([])).toEqual([]);
  });

  it('an edit', async () => {
    expect(await found([edited])).toEqual([{ seq: 5, what: 'altered' }]);
  });

  it('an edit with its hash made to fit', async () => {
    expect(await found([edited, rehashed(5)])).toEqual([{ seq: 6, what: 'not_linked' }]);
  });

  it('a deletion', async () => {
    expect(await found(['delete from audit.reading where seq = 7'])).toEqual([{ seq: 7, what: 'missing' }]);
  });

  it('a deletion with the rest moved up', async () => {
    const faults = await found([
      'delete from audit.reading where seq = 7',
      'update audit.reading set seq = -seq where seq > 7',
      'update audit.reading set seq = -seq - 1 where seq < 0',
      headAtEnd,
    ]);
    expect(faults).toContainEqual({ seq: 7, what: 'misplaced' });
    expect(faults).toContainEqual({ seq: 7, what: 'not_linked' });
  });

  it('an insertion', async () => {
    const faults = await found([
      'update audit.reading set seq = -seq where seq >= 7',
      'update audit.reading set seq = 1 - seq where seq < 0',
      `insert into audit.reading (seq, content, previous, hash)
        select 7, content, previous, hash from audit.reading where seq = 6`,
      headAtEnd,
    ]);
    expect(faults).toContainEqual({ seq: 7, what: 'misplaced' });
    expect(faults).toContainEqual({ seq: 8, what: 'misplaced' });
  });

  it('a swap', async () => {
    const faults = await found([
      'update audit.reading set seq = -1 where seq = 7',
      'update audit.reading set seq = 7 where seq = 8',
      'update audit.reading set seq = 8 where seq = -1',
    ]);
    expect(faults.filter(({ what }) => what === 'misplaced')).toEqual([
      { seq: 7, what: 'misplaced' },
      { seq: 8, what: 'misplaced' },
    ]);
  });

  it('a cut tail, by the head', async () => {
    const { seq } = await end();
    expect(await found([`delete from audit.reading where seq > ${seq - 3}`])).toEqual([
      { seq, what: 'tail_cut' },
    ]);
  });

  it('a cut tail with the head put back, by an anchor from the log', async () => {
    const anchor = await end();
    const cut = [`delete from audit.reading where seq > ${anchor.seq - 3}`, headAtEnd];
    expect(await found(cut)).toEqual([]);
    expect(await found(cut, [anchor])).toEqual([{ seq: anchor.seq, what: 'tail_cut' }]);
  });

  it('a chain written anew from the edit on, by an anchor from the log', async () => {
    const anchor = await end();
    const anew = Array.from({ length: anchor.seq - 4 }, (_, at) => rehashed(at + 5));
    expect(await found([edited, ...anew, headAtEnd])).toEqual([]);
    expect(await found([edited, ...anew, headAtEnd], [anchor])).toEqual([
      { seq: anchor.seq, what: 'anchor_differs' },
    ]);
  });

  it('the first row hangs on a known beginning', async () => {
    const { rows } = await pool.query<{ previous: Buffer }>(
      'select previous from audit.reading where seq = 1',
    );
    expect(rows[0]!.previous).toEqual(createHash('sha256').update('liandong audit').digest());
  });
});
