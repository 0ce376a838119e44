import { randomBytes } from 'node:crypto';
import { hostname, networkInterfaces } from 'node:os';
import { Provider } from '../../services/notification/test/provider.js';
import type { Channel } from '../../services/notification/src/channels/channel.js';
import { allowedNetworks, publicLookup } from '../../services/notification/src/channels/public-address.js';
import { SmsGateway } from '../../services/notification/src/channels/sms-gateway.js';
import { WebhookChannel } from '../../services/notification/src/channels/webhook.js';
import { sampleNotice } from './sample-notice.js';

const SECRET = `whsec_${randomBytes(24).toString('base64')}`;

type Open = (url: string, allowed: readonly string[]) => Channel;
const channels: Record<string, Open> = {
  webhook: (url, nets) =>
    new WebhookChannel({ url: new URL(url), secrets: [SECRET], allowed: allowedNetworks(nets) }),
  sms: (url, nets) => new SmsGateway({ url: new URL(url), token: null, allowed: allowedNetworks(nets) }),
};

describe.each(Object.entries(channels))('row 10: by %s nobody reaches what is inside', (_name, open) => {
  let inside: Provider;
  let outside: Provider;
  beforeAll(async () => {
    [inside, outside] = await Promise.all([Provider.start(), Provider.start()]);
  });
  afterAll(() => Promise.all([inside.stop(), outside.stop()]));
  beforeEach(() => {
    inside.calls.length = 0;
    outside.calls.length = 0;
  });
  const send = async (url: string, allowed: readonly string[] = []) =>
    (await open(url, allowed).deliver([sampleNotice()], AbortSignal.timeout(20_000)))[0]!;
  const portOf = (provider: Provider) => new URL(provider.url).port;

  it.each([
    'http://127.0.0.1',
    'http://127.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://017700000001',
    'http://0.0.0.0',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://localhost',
    'http://LocalHost',
    'http://10.0.0.1',
    'http://172.16.5.4',
    'http://192.168.1.1',
    'http://169.254.169.254',
    'http://[fe80::1]',
    'http://[fd00::1]',
    'http://100.64.0.1',
  ])('%s is refused, by the address it means', async (base) => {
    expect(await send(`${base}:${portOf(inside)}/notices`)).toEqual({
      ok: false,
      fault: 'EFORBIDDENADDRESS',
      permanent: false,
    });
    expect(inside.calls).toEqual([]);
  });

  it('a name is judged by what it resolves to', async () => {
    const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const name of ['localhost', hostname()]) {
      const found = await new Promise<string>((resolve) =>
        publicLookup(allowedNetworks([]))(name, { all: true }, (error, addresses) =>
          resolve((error as { code?: string } | null)?.code ?? JSON.stringify(addresses)),
        ),
      );
      // A machine whose own name leads to a public address of its own, or to nothing, is none that is inside.
      if (name === 'localhost' || own.every(({ internal }) => internal))
        expect(['EFORBIDDENADDRESS', 'ENOTFOUND']).toContain(found);
      expect(found).not.toMatch(/"(127|10|192\.168|169\.254)\.|"::1"/);
    }
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
    outside.reply = () => ({ status, headers: { location: inside.url } });
    const sent = await send(outside.url, ['127.0.0.1']);
    expect(sent).toMatchObject({ ok: false, fault: `status ${status}` });
    expect(outside.calls).toHaveLength(1);
    expect(inside.calls).toEqual([]);
  });

  it('what the operator allows is called, and only that', async () => {
    inside.reply = () => ({ status: 200, body: '{"status":"accepted"}' });
    expect(await send(inside.url, ['127.0.0.0/8'])).toMatchObject({ ok: true });
    expect(await send(inside.url, ['10.0.0.0/8'])).toMatchObject({ ok: false, fault: 'EFORBIDDENADDRESS' });
    expect(inside.calls).toHaveLength(1);
  });
});
