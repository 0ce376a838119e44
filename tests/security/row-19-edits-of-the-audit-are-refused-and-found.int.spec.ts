import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Principal } from '#chassis/principal.js';
import { type Anchor, appendReading } from '#chassis/read-audit.js';
import { type AuditFault, verifyAudit } from '#chassis/verify-audit.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { type MigratedDatabase, migratedDatabase, tried } from './migrated-database.js';

const DENIED = '42501';
const READINGS = 12;
const READER = { sub: 'officer-1', role: 'officer', level: 'block', area: '310106011001', office: 'o-1' };

let database: MigratedDatabase;

beforeAll(async () => {
  database = await migratedDatabase();
  const intake = new pg.Pool({ connectionString: database.urlOf('intake'), max: 1 });
  const client = await intake.connect();
  for (let at = 1; at <= READINGS; at += 1)
    await appendReading(client, {
      reader: READER as Principal,
      atMs: at,
      requestId: '0190a1b2-0000-7000-8000-000000000001',
      fields: ['contact.phone'],
      purpose: 'call_back',
      reason: 'k1:sealed',
    });
  client.release();
  await intake.end();
}, 120_000);
afterAll(() => database?.drop());

describe('the audit', () => {
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
    expect(await database.as('intake', statement)).toBe(DENIED);
  });

  it.each(STATEMENTS)('nor may the administrator, by mistake: %s', async (statement) => {
    expect(await tried(database.url, statement)).toBe(DENIED);
  });

  it('npx liandong audit verify says so, and exits with 1 where an anchor does not fit', async () => {
    const run = (...args: string[]) =>
      promisify(execFile)(
        process.execPath,
        [join(repositoryRoot, 'dist/cli/src/liandong.js'), 'audit', 'verify', ...args],
        { env: { ...process.env, DATABASE_URL: database.url } },
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
    const client = await database.pool.connect();
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
  const end = async (): Promise<Anchor> => (await verifyAudit(database.pool)).head;
  const edited = `update audit.reading set content = replace(content, 'call_back', 'emergency') where seq = 5`;
  const rehashed = (seq: number): string =>
    `update audit.reading r set previous = p.hash, hash = sha256(p.hash || convert_to(r.content, 'UTF8'))
     from (select coalesce((select hash from audit.reading where seq = ${seq} - 1), sha256('liandong audit')) as hash) p
     where r.seq = ${seq}`;
  const headAtEnd = `update audit.head set (seq, hash) = (select seq, hash from audit.reading order by seq desc limit 1)`;

  it('nothing where nothing was done', async () => {
    expect((await end()).seq).toBe(READINGS);
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
    const { rows } = await database.pool.query<{ previous: Buffer }>(
      'select previous from audit.reading where seq = 1',
    );
    expect(rows[0]!.previous).toEqual(createHash('sha256').update('liandong audit').digest());
  });
});
