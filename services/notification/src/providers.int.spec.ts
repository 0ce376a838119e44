import { randomBytes, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { waitUntil } from '#testing/wait-until.js';
import { Provider } from '../test/provider.js';
import type { Claims } from '#testing/tested-service.js';
import { TestedNotification } from '../test/running-service.js';
import { BLOCK, submitted } from '../test/world.js';

const secret = (): string => `whsec_${randomBytes(24).toString('base64')}`;
const [OLD, NEW, RECEIPTS] = [secret(), secret(), secret()];

const supervisor: Claims = {
  sub: 's-1',
  role: 'supervisor',
  jurisdiction: '310106',
  level: 'street',
  area: BLOCK.slice(0, 9),
};
const elsewhere: Claims = { ...supervisor, sub: 's-2', area: '310106099' };
const resident: Claims = { sub: 'resident-1', role: 'resident', jurisdiction: '310106' };

let provider: Provider;
let service: TestedNotification;
beforeAll(async () => {
  provider = await Provider.start();
  service = await TestedNotification.start({
    NOTICE_CHANNEL: 'webhook',
    NOTICE_WEBHOOK_URL: provider.url,
    NOTICE_WEBHOOK_SECRETS: `${NEW},${OLD}`,
    NOTICE_ALLOWED_NETWORKS: '127.0.0.1',
    NOTICE_RECEIPT_SECRETS: RECEIPTS,
    NOTICE_RETRY_FIRST_MS: '1',
  });
}, 60_000);
afterAll(async () => {
  await service?.stop();
  await provider?.stop();
}, 30_000);
beforeEach(() => {
  provider.calls.length = 0;
  provider.reply = () => ({ status: 204 });
});

async function submit(): Promise<string> {
  const requestId = randomUUID();
  const sealed = service.seal({ text: '路灯不亮', contact: { name: '李某', phone: '19900010001' } });
  await service.hear([{ ...submitted(), body: { ...submitted().body, requestId, sealed } }]);
  return requestId;
}

const stateOf = async (id: string) => (await service.notices(id))[0]?.state;
const list = async (as: Claims) => (await service.call('GET', '/v1/notices?limit=200', as)).body.items;

describe('a signed webhook', () => {
  it('is signed by both secrets of a rotation, and says whom to tell what', async () => {
    const id = await submit();
    await waitUntil(async () => (await stateOf(id)) === 'sent');
    const { headers, body } = provider.calls[0]!;
    for (const one of [OLD, NEW])
      expect(new Webhook(one).verify(body, headers as Record<string, string>)).toMatchObject({
        type: 'notice',
        data: { requestId: id, recipient: 'resident', to: { phone: '19900010001' } },
      });
    expect(() => new Webhook(secret()).verify(body, headers as Record<string, string>)).toThrow();
    expect(headers['webhook-id']).toBe((await service.notices(id))[0]?.id);
  });

  it('is tried again under the same id until it is taken', async () => {
    provider.reply = () => ({ status: provider.calls.length < 3 ? 503 : 200 });
    const id = await submit();
    await waitUntil(async () => (await stateOf(id)) === 'sent');
    expect(new Set(provider.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await service.notices(id)).toMatchObject([{ attempts: 3, state: 'sent' }]);
  });

  it('follows no redirect: a person tells it', async () => {
    provider.reply = () => ({ status: 302, headers: { location: 'http://169.254.169.254/' } });
    const id = await submit();
    await waitUntil(async () => (await stateOf(id)) === 'undeliverable');
    expect(provider.calls).toHaveLength(1);
  });
});

describe('what cannot be delivered', () => {
  it('after six attempts is told to the others and listed for a person, who tells it by hand', async () => {
    provider.reply = () => ({ status: 500 });
    const id = await submit();
    await waitUntil(async () => (await stateOf(id)) === 'undeliverable');
    expect(provider.calls).toHaveLength(6);
    expect((await service.written(id)).map(({ name }) => name)).toEqual([
      'NoticeUndeliverable',
      'NoticesSettled',
    ]);

    const item = (await list(supervisor)).find((one: { requestId: string }) => one.requestId === id);
    expect(item).toMatchObject({
      to: { phone: '199****0001' },
      attempts: 6,
      fault: 'status 500',
      channel: 'webhook',
    });
    expect(await list(elsewhere)).toEqual([]);
    expect((await service.call('GET', '/v1/notices', resident)).status).toBe(403);

    const told = (as: Claims, body: object = { text: '已上门告知' }) =>
      service.call('POST', `/v1/notices/${item.id}/done-by-hand`, as, body);
    expect(await told(elsewhere)).toMatchObject({ status: 404, body: { code: 'notice_not_found' } });
    expect((await told(supervisor, { text: ' ' })).status).toBe(400);
    expect(await told(supervisor)).toMatchObject({
      status: 200,
      body: { state: 'done_by_hand', toldBy: 's-1' },
    });
    expect((await told(supervisor)).status).toBe(200);
    expect((await list(supervisor)).map((one: { requestId: string }) => one.requestId)).not.toContain(id);
  });

  it('pages by a cursor', async () => {
    provider.reply = () => ({ status: 400 });
    const ids = [await submit(), await submit(), await submit()];
    await waitUntil(async () =>
      (await Promise.all(ids.map(stateOf))).every((state) => state === 'undeliverable'),
    );
    const seen: string[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const { body } = await service.call('GET', `/v1/notices?limit=2&cursor=${cursor}`, supervisor);
      seen.push(...body.items.map((one: { requestId: string }) => one.requestId));
      cursor = body.next;
    }
    expect(seen).toEqual([...new Set(seen)]);
    expect(seen).toEqual(expect.arrayContaining(ids));
  });

  it('are listed on when a migration adds a column, by whatever connection listed before', async () => {
    const before = await list(supervisor);
    expect(before.length).toBeGreaterThan(0);
    await service.database.pool.query('alter table notification.notice add column of_a_later_release text');
    for (let times = 0; times < 10; times += 1) expect(await list(supervisor)).toEqual(before);
  });
});

describe('a provider’s receipt', () => {
  const receive = (
    body: object,
    signed = RECEIPTS,
    { at = new Date(), altered = JSON.stringify(body), id = randomUUID() as string } = {},
  ) => {
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(signed).sign(id, at, JSON.stringify(body)),
    };
    return service.send('POST', '/v1/notices/receipts', headers, altered);
  };

  it('that says it did not arrive makes the notice a person’s', async () => {
    const id = await submit();
    await waitUntil(async () => (await stateOf(id)) === 'sent');
    const noticeId = (await service.notices(id))[0]!.id;
    expect((await receive({ noticeId, status: 'delivered' })).status).toBe(204);
    expect(await service.notices(id)).toMatchObject([{ state: 'sent', receipt: 'delivered' }]);
    expect((await receive({ noticeId, status: 'failed' })).status).toBe(204);
    expect(await service.notices(id)).toMatchObject([{ state: 'undeliverable', receipt: 'failed' }]);
    expect((await receive({ noticeId, status: 'failed' })).status).toBe(204);
    const names = (await service.written(id)).map(({ name }) => name);
    expect(names.filter((name) => name === 'NoticeUndeliverable')).toHaveLength(1);
  });

  it('replayed after a later one changes nothing', async () => {
    const requestId = await submit();
    await waitUntil(async () => (await stateOf(requestId)) === 'sent');
    const noticeId = (await service.notices(requestId))[0]!.id;
    const first = { id: randomUUID(), at: new Date() };
    const send = () => receive({ noticeId, status: 'delivered' }, RECEIPTS, first);
    expect((await send()).status).toBe(204);
    expect((await receive({ noticeId, status: 'failed' })).status).toBe(204);
    expect((await send()).status).toBe(204);
    expect(await service.notices(requestId)).toMatchObject([{ state: 'undeliverable', receipt: 'failed' }]);
  });

  it('is refused if altered, old, signed by somebody else, too large, or about no notice', async () => {
    const body = { noticeId: randomUUID(), status: 'failed' };
    expect(await receive(body, secret())).toMatchObject({ status: 401, body: { code: 'signature_invalid' } });
    expect((await receive(body, RECEIPTS, { at: new Date(Date.now() - 3_600_000) })).status).toBe(401);
    const altered = JSON.stringify({ ...body, status: 'delivered' });
    expect((await receive(body, RECEIPTS, { altered })).status).toBe(401);
    expect((await receive({ ...body, detail: 'x'.repeat(20_000) })).status).toBe(413);
    expect((await receive(body)).status).toBe(404);
  });
});
