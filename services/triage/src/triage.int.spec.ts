import type { Claims } from '#testing/tested-service.js';
import { TestedTriage } from '../test/running-service.js';
import { BLOCK, passed, submitted } from '../test/lives.js';
import { classifyByRules } from './domain/classify-by-rules.js';
import { classifyWhenSubmitted } from './domain/classify-when-submitted.js';
import { fallBackWhenDeadlinePassed } from './domain/fall-back-when-deadline-passed.js';
import { leaveQueueWhenWithdrawn } from './domain/leave-queue-when-withdrawn.js';

const STREET = '310106011';
const officerOf = (area: string | null): Claims => ({
  sub: `officer-${area}`,
  role: 'officer',
  jurisdiction: '310106',
  level: 'street',
  area,
  office: 'o',
});
const officer = officerOf(STREET);
const admin: Claims = { sub: 'admin-1', role: 'admin', jurisdiction: '310106' };
const resident: Claims = { sub: 'resident-1', role: 'resident' };
const UNCLEAR = '有一件事情想请政府看看';

let service: TestedTriage;

beforeAll(async () => {
  service = await TestedTriage.start();
}, 60_000);

afterAll(() => service?.stop());

const names = async (id: string) => (await service.written(id)).map(({ name }) => name);
const queueOf = async (as: Claims, query = '') => {
  const { status, body } = await service.call('GET', `/v1/triage/queue${query}`, as);
  expect(status).toBe(200);
  return body as { items: { id: string; queuedAt: string }[]; next: string | null };
};

describe('when a request arrives', () => {
  it('its sealed words are read, a rule decides, state and event stand in one place', async () => {
    const id = await service.submit('楼道里有很浓的燃气泄漏味道');
    expect(await service.written(id)).toMatchObject([
      {
        name: 'RequestTriaged',
        body: { category: 'public_order', severity: 'emergency', entryLevel: 'block', areaCode: BLOCK },
      },
    ]);
    expect(await service.state(id)).toMatchObject({ status: 'triaged', seq: 1 });
  });

  it('the same event a second time has no second effect', async () => {
    const id = await service.submit(UNCLEAR);
    const body = submitted({ requestId: id, sealed: service.seal({ text: UNCLEAR }) });
    const decide = () =>
      service.react(
        id,
        (state, context) => classifyWhenSubmitted(state, body, context, classifyByRules),
        '019b0000-0000-7000-8000-00000000e001',
      );
    expect(await decide()).toMatchObject({ kind: 'ignored' });
    expect(await decide()).toMatchObject({ kind: 'duplicate' });
    expect(await names(id)).toEqual(['TriageQueued']);
  });

  it('words sealed with a key that is gone leave it to people, rather than to nobody', async () => {
    const id = await service.submit('', { sealed: 'k9:bm90aGluZw' });
    expect(await names(id)).toEqual(['TriageQueued']);
  });
});

describe('the queue', () => {
  it('shows what waits in the area of whoever asks, oldest first, page by page, and nothing else', async () => {
    const ids = [];
    for (const serial of ['a1', 'a2', 'a3'])
      ids.push(await service.submit(UNCLEAR, { requestId: `019c0000-0000-7000-8000-0000000000${serial}` }));
    const elsewhere = await service.submit(UNCLEAR, { areaCode: '310106012001' });
    await service.submit('路灯不亮', { requestId: '019c0000-0000-7000-8000-0000000000b1' });

    const seen = (await queueOf(officer, '?limit=200')).items.map(({ id }) => id);
    expect(seen).toEqual(expect.arrayContaining(ids));
    expect(seen).not.toContain(elsewhere);
    expect(seen).not.toContain('019c0000-0000-7000-8000-0000000000b1');
    expect((await queueOf(admin, '?limit=200')).items.map(({ id }) => id)).toContain(elsewhere);

    const pages: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page = await queueOf(officer, `?limit=1${after ? `&after=${after}` : ''}`);
      pages.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    expect(pages).toEqual(seen);
  });

  it('shows nothing to somebody whose token names no area, and is closed to residents', async () => {
    expect(await queueOf(officerOf(null))).toEqual({ items: [], next: null });
    expect(await queueOf({ ...officer, jurisdiction: '360323' })).toEqual({ items: [], next: null });
    expect((await service.call('GET', '/v1/triage/queue', resident)).status).toBe(403);
    expect((await service.call('GET', '/v1/triage/queue?limit=0', officer)).status).toBe(400);
  });

  it('is left by what is classified, declined, withdrawn or fallen back upon', async () => {
    const [one, two, three, four] = await Promise.all([1, 2, 3, 4].map(() => service.submit(UNCLEAR)));
    await service.act(one!, 'classification', officer, { category: 'health' });
    await service.act(two!, 'decline', officer, { redirect: { zh: '请找法院', en: 'The court' } });
    await service.react(three!, (state) => leaveQueueWhenWithdrawn(state));
    await service.react(four!, (state, context) =>
      fallBackWhenDeadlinePassed(state, passed({ requestId: four! }), context),
    );
    const left = (await queueOf(officer, '?limit=200')).items.map(({ id }) => id);
    for (const id of [one, two, three, four]) expect(left).not.toContain(id);
    expect(await names(three!)).toEqual(['TriageQueued']);
    expect((await service.written(four!))[1]).toMatchObject({
      name: 'RequestTriaged',
      body: { category: 'general', reason: { rule: 'triage.queue.fallback' } },
    });
  });
});

describe('a person decides', () => {
  it('once: the second is told that it is decided, a repeated key gets the first answer', async () => {
    const id = await service.submit(UNCLEAR);
    const key = { 'idempotency-key': 'classify-once' };
    const choice = { category: 'transport', severity: 'urgent' };
    const first = await service.act(id, 'classification', officer, choice, key);
    const answer = { status: 200, body: { id, status: 'triaged' } };
    expect(first).toMatchObject(answer);
    expect(await service.act(id, 'classification', officer, choice, key)).toMatchObject(answer);
    expect(await service.act(id, 'classification', officer, choice)).toMatchObject({
      status: 409,
      body: { code: 'not_in_triage' },
    });
    expect((await service.written(id))[1]).toMatchObject({
      name: 'RequestTriaged',
      body: { ...choice, by: { kind: 'officer', id: officer.sub }, reason: { rule: 'triage.by_hand' } },
    });
  });

  it('two at the same time: one wins, both are told', async () => {
    const id = await service.submit(UNCLEAR);
    const answers = await Promise.all([
      service.act(id, 'classification', officer, { category: 'health' }),
      service.act(id, 'decline', admin, { redirect: { zh: '请找法院', en: 'The court' } }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await names(id)).toHaveLength(2);
  });

  it('declining keeps the words sealed and the redirect open', async () => {
    const id = await service.submit(UNCLEAR);
    const redirect = { zh: '请找税务局', en: 'The tax office' };
    await service.act(id, 'decline', officer, { redirect, text: '电话里已说明' });
    const [, declined] = await service.written(id);
    expect(declined).toMatchObject({
      name: 'RequestDeclined',
      body: { redirect, sealed: expect.any(String) },
    });
    expect(JSON.stringify(declined)).not.toContain('电话里已说明');
  });

  it('bad input is named by field, and nothing is written', async () => {
    const id = await service.submit(UNCLEAR);
    const faults = async (act: string, body: object) => {
      const { status, body: problem } = await service.act(id, act, officer, body);
      return [status, problem.errors?.map(({ pointer }: { pointer: string }) => pointer)];
    };
    expect(await faults('classification', { category: 'moon' })).toEqual([400, ['/category']]);
    expect(await faults('classification', { category: 'health', entryLevel: 'sky' })).toEqual([
      400,
      ['/entryLevel'],
    ]);
    expect(await faults('classification', { category: 'health', colour: 1 })).toEqual([400, ['/colour']]);
    expect(await faults('decline', { redirect: { zh: '请找法院' } })).toEqual([400, ['/redirect/en']]);
    expect(await names(id)).toEqual(['TriageQueued']);
  });

  it('not without If-Match, not outside the area, not a resident', async () => {
    const id = await service.submit(UNCLEAR);
    const choice = { category: 'health' };
    const path = `/v1/requests/${id}/classification`;
    expect((await service.call('POST', path, officer, choice)).status).toBe(428);
    expect((await service.act(id, 'classification', officerOf('310106012'), choice)).status).toBe(404);
    expect((await service.act(id, 'classification', officerOf(null), choice)).status).toBe(404);
    expect((await service.act(id, 'classification', resident, choice)).status).toBe(403);
    expect(await names(id)).toEqual(['TriageQueued']);
  });
});
