import { randomUUID } from 'node:crypto';
import iconv from 'iconv-lite';
import { waitUntil } from '#testing/wait-until.js';
import { admin, files, otherOfficer, resident, streetSupervisor } from '../../test/people.js';
import { submitted, triaged } from '../../test/lives.js';
import { TestedAssignment } from '../../test/running-service.js';
import { assignWhenTriaged } from '../domain/assign-when-triaged.js';
import { rememberWhenSubmitted } from '../domain/remember-when-submitted.js';

let service: TestedAssignment;

beforeAll(async () => {
  service = await TestedAssignment.start();
}, 60_000);

afterAll(() => service?.stop());

const load = (kind: string, file: string | Buffer, query = '') =>
  service.call('POST', `/v1/registry/imports/${kind}${query}`, admin, file);
const count = async (table: string): Promise<number> =>
  (await service.database.pool.query(`select count(*)::int as n from assignment.${table}`)).rows[0].n;

async function held(): Promise<string> {
  const requestId = randomUUID();
  await service.react(requestId, (state) => rememberWhenSubmitted(state, submitted({ requestId })));
  await service.react(requestId, (state, context) =>
    assignWhenTriaged(state, triaged({ requestId }), context),
  );
  return requestId;
}
const holder = async (id: string) => (await service.state(id)).holding;

describe('imports', () => {
  it('with an empty registry, a request is held by name, and found a holder by the import', async () => {
    const id = await held();
    expect(await holder(id)).toMatchObject({ officerId: 'unstaffed', level: 'district' });
    expect(await load('areas', files['areas']!, '?dryRun=true')).toMatchObject({
      status: 200,
      body: { dryRun: true, lines: 4, written: 0, errorCount: 0, encoding: 'utf-8' },
    });
    expect(await count('area')).toBe(0);
    for (const [kind, file] of Object.entries(files))
      expect(await load(kind, file)).toMatchObject({ status: 200, body: { errorCount: 0 } });
    expect(await count('officer')).toBe(18);
    expect(await holder(id)).toMatchObject({ level: 'district', number: 2 });
    expect((await holder(id)).officerId).toMatch(/^district-/);
  });

  it('recognises GB18030 and a byte order mark', async () => {
    const file = 'code,name,level\n310106011003,镕基村居委,village\n';
    expect(await load('areas', iconv.encode(file, 'gb18030'))).toMatchObject({
      body: { encoding: 'gb18030', written: 1 },
    });
    const named = await service.call('GET', '/v1/registry/areas/310106011003', admin);
    expect(named.body).toMatchObject({ name: '镕基村居委', aliases: [], lat: null });
    expect(await load('areas', `\uFEFF${file}`)).toMatchObject({ status: 200 });
  });

  it('takes any number within the globe for a place, and nothing else', async () => {
    const put = (lon: unknown) =>
      service.call('PUT', '/v1/registry/areas/310106011003', admin, {
        ...{ name: '镕基村居委', level: 'village', lat: 31.2, lon },
      });
    for (const lon of [121.4, -180, 0, -2.2e-16]) expect((await put(lon)).status).toBe(200);
    for (const lon of [180.1, '121.4'])
      expect(await put(lon)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/lon' }] } });
  });

  it('tells every wrong line with field and rule, and writes nothing of the file', async () => {
    const before = await count('officer');
    const file = [
      'id,officeCode,name,phone,duty',
      'new-1,village,好的,13900000000,member',
      'new-2,nowhere,甲,13900000000,member',
      'new-3,village,,13900000000,member',
      'new-4,village,乙,abc,member',
      'new-5,village,丙,13900000000,king',
      'new-1,village,丁,13900000000,member',
      'new-6,village',
      'bad id,village,戊,13900000000,member',
    ].join('\n');
    const expected = [
      { line: 3, field: 'officeCode', rule: 'exists' },
      { line: 4, field: 'name', rule: 'required' },
      { line: 5, field: 'phone', rule: 'format' },
      { line: 6, field: 'duty', rule: 'format' },
      { line: 7, field: 'id', rule: 'unique' },
      { line: 8, field: '', rule: 'columns' },
      { line: 9, field: 'id', rule: 'format' },
    ];
    expect(await load('officers', file, '?dryRun=true')).toMatchObject({
      status: 200,
      body: { lines: 8, errorCount: 7, errors: expected },
    });
    expect(await load('officers', file)).toMatchObject({
      status: 422,
      body: { code: 'import_refused', facts: { lines: 8, errorCount: 7, lineErrors: expected } },
    });
    expect(await count('officer')).toBe(before);
  });

  it.each([
    ['areas', 'code,name\n1,2', 'missing_column'],
    ['areas', 'code,name,level,colour\n', 'unknown_column'],
    ['areas', '', 'header'],
    ['areas', 'code,name,level\n31010,静安,district\n', 'jurisdiction'],
    ['areas', 'code,name,level\n310106012,某街道,village\n', 'codeLength'],
    ['areas', 'code,name,level\n310106012,某街道,moon\n', 'oneOf'],
    ['areas', 'code,name,level,lat,lon\n310106012,某街道,street,91,1\n', 'degrees'],
    ['areas', 'code,name,level\n"310106012,某街道,street\n', 'csv'],
    ['offices', 'code,areaCode,level,name\nx,310106011,village,某\n', 'levelOfArea'],
    ['offices', 'code,areaCode,level,name\nx,310106011,city,某\n', 'root'],
    ['offices', 'code,areaCode,level,name,matters\nx,310106,district,某,moon\n', 'category'],
    ['absences', 'officerId,from,until\nvillage-lead,2026-02-30,2026-03-01\n', 'time'],
    ['absences', 'officerId,from,until\nvillage-lead,2026-03-02,2026-03-01\n', 'after'],
    ['relations', 'kind,officerId,areaCode\nfriend,village-lead,310106\n', 'format'],
  ])('%s %j is refused by %s', async (kind, file, rule) => {
    const answer = await load(kind, file);
    expect(answer.status).toBe(422);
    expect(answer.body.facts.lineErrors.map((one: { rule: string }) => one.rule)).toContain(rule);
  });

  it('refuses what is no file, an unknown kind, and whoever is no administrator there', async () => {
    expect((await service.call('POST', '/v1/registry/imports/areas', admin, { code: 1 })).status).toBe(415);
    expect((await load('moons', 'x')).status).toBe(404);
    expect((await load('areas', 'x', '?dryRun=perhaps')).status).toBe(400);
    expect((await service.call('POST', '/v1/registry/imports/areas', resident, 'x')).status).toBe(403);
    const elsewhere = { ...admin, jurisdiction: '360323' };
    const answer = await service.call('POST', '/v1/registry/imports/areas', elsewhere, files['areas']);
    expect(answer).toMatchObject({ status: 422, body: { facts: { errorCount: 4 } } });
  });

  it('takes 100,000 lines', async () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, i) => `bulk-${i},district,甲乙,13900000000,deputy_lead`,
    );
    const answer = await load('officers', ['id,officeCode,name,phone,duty', ...lines].join('\n'));
    expect(answer).toMatchObject({ status: 200, body: { written: 100_000 } });
    expect((await holder(await held())).officerId).toBe('village-member');
    await service.database.pool.query("delete from assignment.officer where id like 'bulk-%'");
  }, 60_000);
});

describe('single changes', () => {
  it('writes, reads, lists page by page and deletes areas, offices and officers', async () => {
    const put = (path: string, body: object) => service.call('PUT', `/v1/registry/${path}`, admin, body);
    expect(await put('areas/310106011009', { name: '新村居委', level: 'village' })).toMatchObject({
      status: 200,
    });
    expect(
      await put('offices/new', { areaCode: '310106011009', level: 'village', name: '新村' }),
    ).toMatchObject({ status: 200 });
    const officer = { officeCode: 'new', name: '新人', phone: '13900000001', duty: 'lead' };
    expect(await put('officers/new-lead', officer)).toMatchObject({
      status: 200,
      body: { id: 'new-lead', ...officer, phone: '139****0001' },
    });
    expect(await put('officers/new-lead', { ...officer, officeCode: 'none' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/officeCode' }] },
    });
    expect((await put('areas/9999', { name: 'x', level: 'village' })).status).toBe(404);

    const first = await service.call('GET', '/v1/registry/officers?limit=2&area=310106011', admin);
    const next = await service.call('GET', `/v1/registry/officers?limit=2&after=${first.body.next}`, admin);
    expect(first.body.items).toHaveLength(2);
    expect(next.body.items[0].id > first.body.items[1].id).toBe(true);
    expect(
      (await service.call('GET', '/v1/registry/offices?limit=200', streetSupervisor)).body.items.map(
        (o: any) => o.code,
      ),
    ).toEqual(expect.arrayContaining(['street', 'village']));
    expect((await service.call('GET', '/v1/registry/offices/district', streetSupervisor)).status).toBe(404);
    expect((await service.call('GET', '/v1/registry/officers', otherOfficer)).status).toBe(403);

    const remove = (path: string) => service.call('DELETE', `/v1/registry/${path}`, admin);
    expect(await remove('offices/new')).toMatchObject({
      status: 409,
      body: { code: 'registry_entry_in_use' },
    });
    expect((await remove('officers/new-lead')).status).toBe(204);
    expect((await remove('offices/new')).status).toBe(204);
    expect((await remove('areas/310106011009')).status).toBe(204);
    expect((await remove('areas/310106011009')).status).toBe(404);
  });
});

describe('absence and departure', () => {
  it('an absence that has begun hands over at once; one to come, when it begins', async () => {
    const id = await held();
    const officerId = 'village-member';
    expect(await holder(id)).toMatchObject({ officerId });
    const soon = new Date(Date.now() + 1_500);
    const absence = { officerId, from: soon.toISOString(), until: '2099-01-01', reason: '年假' };
    const posted = await service.call('POST', '/v1/registry/absences', streetSupervisor, absence);
    expect(posted).toMatchObject({
      status: 201,
      body: { officerId, until: '2099-01-02T00:00:00.000+08:00' },
    });
    expect(await holder(id)).toMatchObject({ officerId, number: 1 });
    const after = await waitUntil(async () => (await holder(id)).number === 2 && holder(id));
    expect(after).toMatchObject({ officerId: 'village-deputy_lead', level: 'village' });
    expect((await service.written(id)).at(-1)).toMatchObject({
      name: 'RequestAssigned',
      body: { cause: 'absence' },
    });
    const list = await service.call('GET', '/v1/registry/absences', admin);
    expect(list.body.items).toMatchObject([{ id: posted.body.id }]);

    for (const other of ['village-deputy_lead', 'village-lead'])
      await service.call('POST', '/v1/registry/absences', admin, {
        officerId: other,
        from: '2020-01-01',
        until: '2099-01-01',
      });
    expect(await holder(id)).toMatchObject({ level: 'street' });
    expect((await service.call('DELETE', `/v1/registry/absences/${posted.body.id}`, admin)).status).toBe(204);
    expect(await holder(await held())).toMatchObject({ officerId });
  }, 30_000);

  it('what an officer holds who leaves is held by somebody else at once', async () => {
    const id = await held();
    expect((await service.call('DELETE', '/v1/registry/officers/village-member', admin)).status).toBe(204);
    expect((await holder(id)).officerId).not.toBe('village-member');
    expect(await service.holders(id)).toHaveLength(1);
  });
});
