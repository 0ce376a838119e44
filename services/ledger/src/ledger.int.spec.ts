import { randomUUID } from 'node:crypto';
import { Sealer } from '#chassis/sealer.js';
import { trackingProof } from '#contracts/tracking-proof.js';
import { waitUntil } from '#testing/wait-until.js';
import { BLOCK, JURISDICTION, Life } from '../test/life.js';
import type { Claims } from '#testing/tested-service.js';
import { RunningLedger } from '../test/running-ledger.js';

const VILLAGE = BLOCK.slice(0, 12);
const admin: Claims = { sub: 'admin-1', role: 'admin', jurisdiction: JURISDICTION };
const resident: Claims = { sub: 'resident-1', role: 'resident' };
const stranger: Claims = { sub: 'resident-2', role: 'resident' };
const villageOfficer: Claims = {
  sub: 'officer-2',
  role: 'officer',
  jurisdiction: JURISDICTION,
  level: 'village',
  area: VILLAGE,
  office: `o-${VILLAGE}`,
};
const elsewhere: Claims = {
  ...villageOfficer,
  sub: 'officer-9',
  area: '310106012001',
  office: 'o-310106012001',
};

let ledger: RunningLedger;
let serial = 0;

beforeAll(async () => {
  ledger = await RunningLedger.start();
}, 90_000);
afterAll(() => ledger?.stop(), 60_000);

const record = (...lives: Life[]) => ledger.record(lives.flatMap(({ events }) => events));
const life = () => new Life((serial += 1));

describe('one request', () => {
  it('is read with its ETag, by whom it concerns and by nobody else', async () => {
    const one = life().held();
    await record(one);
    const { status, body, headers } = await ledger.get(`/v1/requests/${one.id}`, resident);
    expect(status).toBe(200);
    expect(headers.get('etag')).toMatch(/^"1\.1\.\d+"$/);
    expect(body).toMatchObject({
      id: one.id,
      number: one.number,
      state: 'assigned',
      level: 'block',
      assignment: { number: 1, level: 'block', office: { code: `o-${BLOCK}`, name: 'block office' } },
      deadlines: [
        { kind: 'accept' },
        { kind: 'resolve', dueAt: '2026-11-24T17:00:00.000+08:00', provisional: false },
      ],
      // Nobody is present in the village: the office is the one that would really have it.
      next: {
        level: 'village',
        office: { code: 'o-street', name: 'street office' },
        at: '2026-11-24T17:00:00.000+08:00',
        reason: '2026-11-24 17:00 前未办结',
      },
      late: true,
    });
    const tag = { 'if-none-match': headers.get('etag')! };
    expect((await ledger.get(`/v1/requests/${one.id}`, villageOfficer, tag)).status).toBe(304);
    for (const nobody of [stranger, elsewhere])
      expect(await ledger.get(`/v1/requests/${one.id}`, nobody)).toMatchObject({
        status: 404,
        body: { code: 'request_not_found' },
      });
    expect((await ledger.get(`/v1/requests/${one.id}`)).status).toBe(401);
    expect((await ledger.get(`/v1/requests/${randomUUID()}`, admin)).status).toBe(404);
    expect((await ledger.get('/v1/requests/nonsense', admin)).status).toBe(404);
  });

  it('whose events are on their way is waited for', async () => {
    const one = life().held();
    const reading = ledger.get(`/v1/requests/${one.id}`, resident);
    await record(one);
    expect((await reading).status).toBe(200);
  });

  it('has a timeline with reasons in both languages; free text for those it concerns', async () => {
    const sealer = new Sealer([{ id: 'k1', key: ledger.sealKey }]);
    const one = life()
      .held()
      .resolved(1, 'block', sealer.seal({ text: '协调了错时车位' }))
      .closed(1);
    await record(one);
    const { body } = await ledger.get(`/v1/requests/${one.id}/timeline`, resident, {
      'accept-language': 'en',
    });
    expect(body.items.map(({ seq }: { seq: number }) => seq)).toEqual(one.events.map((_, i) => i + 1));
    expect(body.items[2]).toMatchObject({ type: 'RequestAssigned', level: 'block', assignmentNumber: 1 });
    expect(body.items[1].reason.text).toContain('Urban');
    expect(body.items[4]).toMatchObject({ type: 'RequestResolved', text: '协调了错时车位' });
    const monitor: Claims = { sub: 'monitor-1', role: 'monitor', jurisdiction: JURISDICTION };
    const counted = await ledger.get(`/v1/requests/${one.id}/timeline`, monitor);
    expect(counted.body.items[4]).not.toHaveProperty('text');
    expect(counted.body.items[1].reason.text).toMatch(/[\u4e00-\u9fff]/);
    expect((await ledger.get(`/v1/requests/${one.id}/timeline`, stranger)).status).toBe(404);
  });

  it('is tracked by number and the end of the phone', async () => {
    const one = life();
    one.submitted({ trackingProof: trackingProof(ledger.sealKey, one.number, '1234') }).triaged();
    await record(one);
    const path = `/v1/tracking/${one.number.replaceAll('-', '')}`;
    expect((await ledger.get(`${path}?phoneLast4=1234`)).body).toMatchObject({
      number: one.number,
      state: 'received',
    });
    expect((await ledger.get(`${path}?phoneLast4=12345`)).status).toBe(400);
    expect((await ledger.get(`/v1/tracking/1234?phoneLast4=1234`)).status).toBe(404);
    const tries = [];
    for (let i = 0; i < 21; i += 1) tries.push((await ledger.get(`${path}?phoneLast4=9999`)).status);
    expect(tries.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 404));
    expect(tries[20]).toBe(429);
  });
});

describe('many requests', () => {
  it('are listed within what the caller may see, page by page', async () => {
    const mine = Array.from({ length: 5 }, () =>
      life().submitted({ requester: { id: 'resident-7', anonymous: false } }),
    );
    await record(...mine);
    const me: Claims = { sub: 'resident-7', role: 'resident' };
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { body } = await ledger.get(`/v1/requests?limit=2${after}`, me);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (!body.next) break;
      after = `&after=${body.next}`;
    }
    expect(seen.toSorted()).toEqual(mine.map(({ id }) => id).toSorted());
    expect((await ledger.get('/v1/requests', elsewhere)).body.items).toEqual([]);
    expect((await ledger.get('/v1/requests?limit=201', me)).status).toBe(400);
    expect((await ledger.get('/v1/requests?after=abc', me)).status).toBe(400);
    expect((await ledger.get('/v1/requests?order=1', me)).status).toBe(400);
  });

  it('have their rows written again only when an event changed what lists show', async () => {
    const one = life().held();
    const rowVersion = async () => {
      const { rows } = await ledger.database.pool.query(
        'select xmin::text from ledger.request_list where request_id = $1',
        [one.id],
      );
      return rows[0]?.xmin as string;
    };
    const hears = (...added: Life[]) => record(...added).then(rowVersion);
    const next = () => {
      one.events.length = 0;
      return one;
    };
    const held = await hears(one);
    expect(held).toMatch(/^\d+$/);
    const told = next().say('NoticesSettled', {
      purpose: 'assigned',
      assignmentNumber: 1,
      delivered: 2,
      undeliverable: 0,
    });
    expect(await hears(told)).toBe(held);
    expect(await hears(next().accepted(1))).not.toBe(held);
  });

  it('are filtered, late ones by the clock', async () => {
    const climbed = life()
      .held()
      .escalated(1, 'block', 'village')
      .assigned(2, 'village', VILLAGE, 'deadline');
    climbed.deadlines(2, { resolve: '2026-12-01T09:00:00.000Z' }, 'street');
    await record(climbed);
    const ids = async (query: string) =>
      (await ledger.get(`/v1/requests?limit=200&${query}`, villageOfficer)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ids('level=village')).toEqual([climbed.id]);
    expect(await ids(`office=o-${VILLAGE}&state=assigned`)).toEqual([climbed.id]);
    expect(await ids('late=true')).not.toContain(climbed.id);
    expect(await ids('late=true')).not.toEqual([]);
    expect(await ids(`number=${climbed.number}`)).toEqual([climbed.id]);
    expect(await ids(`number=${climbed.number.replaceAll('-', '')}`)).toEqual([climbed.id]);
    expect(await ids('number=0000000000')).toEqual([]);
    expect(await ids(`area=${VILLAGE}&late=false`)).toContain(climbed.id);
  });

  it('are counted by level, for the page and for the metrics', async () => {
    const { body } = await ledger.get('/v1/watch');
    const village = body.levels.find(({ level }: { level: string }) => level === 'village');
    expect(village).toMatchObject({ jurisdiction: JURISDICTION, open: 1, overdue: 0, escalatedToday: 1 });
    expect(village.holding).toHaveLength(1);
    expect(body.jurisdictions[0].levels.map(({ id }: { id: string }) => id)).toEqual([
      'block',
      'village',
      'street',
      'district',
      'city',
    ]);
    const metrics = (await ledger.get('/metrics')).text;
    expect(metrics).toContain('liandong_requests_open{level="village"} 1');
    expect(metrics).toMatch(/liandong_requests_overdue\{level="block"\} [1-9]/);
  });

  it('have three rates', async () => {
    const { body } = await ledger.get('/v1/rates?by=level');
    const block = body.items.find(({ group }: { group: string }) => group === 'block');
    expect(block.solved).toEqual({ count: 1, of: 1, rate: 1 });
    expect(block.satisfied).toEqual({ count: 1, of: 1, rate: 1 });
    for (const none of ['2026-02-30', '2026-02-30T00:00:00Z', '0496-06-22T12:00:00Z'])
      expect([none, (await ledger.get(`/v1/rates?from=${none}`)).status]).toEqual([none, 400]);
    // An offset that PostgreSQL would not take.
    const far = await ledger.get(
      `/v1/rates?by=level&until=${encodeURIComponent('9999-06-22T12:00:00+19:59')}`,
    );
    expect(far.body).toEqual(body);
  });
});

it('who watches is told how it stands, and then what moves', async () => {
  const abort = new AbortController();
  const stream = await fetch(`${ledger.running.url}/v1/watch/stream`, { signal: abort.signal });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of stream.body!) text += decoder.decode(chunk, { stream: true });
  })().catch(() => {});
  await waitUntil(() => text.includes('event: counts') && text.includes('event: moves'), {
    what: 'how it stands',
  });
  const one = life().held();
  await record(one);
  await waitUntil(() => text.includes(one.number), { what: 'the move' });
  abort.abort();
  await reading;
});
