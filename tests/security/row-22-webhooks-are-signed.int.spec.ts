import { randomBytes, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { Provider } from '../../services/notification/test/provider.js';
import { allowedNetworks } from '../../services/notification/src/channels/public-address.js';
import { WebhookChannel } from '../../services/notification/src/channels/webhook.js';
import { sampleNotice } from './sample-notice.js';

const secret = (): string => `whsec_${randomBytes(24).toString('base64')}`;
const [LAST, NEXT] = [secret(), secret()];

describe('row 22: receivers can tell our webhooks', () => {
  let receiver: Provider;
  beforeAll(async () => {
    receiver = await Provider.start();
    receiver.reply = () => ({ status: 503 });
  });
  afterAll(() => receiver.stop());

  const notice = sampleNotice();

  it('by either secret of a rotation, and each attempt by the same id', async () => {
    const channel = new WebhookChannel({
      url: new URL(receiver.url),
      secrets: [NEXT, LAST],
      allowed: allowedNetworks(['127.0.0.1']),
    });
    for (let attempt = 0; attempt < 2; attempt += 1)
      await channel.deliver([notice], AbortSignal.timeout(20_000));
    expect(receiver.calls).toHaveLength(2);
    for (const { headers, body } of receiver.calls) {
      expect(headers['webhook-id']).toBe(notice.id);
      for (const one of [LAST, NEXT])
        expect(new Webhook(one).verify(body, headers as Record<string, string>)).toMatchObject({
          type: 'notice',
        });
    }
  });

  it('altered, old or signed by another they are none', () => {
    const { headers, body } = receiver.calls[0]!;
    const given = headers as Record<string, string>;
    const old = { ...given, 'webhook-timestamp': String(Number(given['webhook-timestamp']) - 600) };
    expect(() => new Webhook(NEXT).verify(body.replace('李某', '王某'), given)).toThrow();
    expect(() => new Webhook(NEXT).verify(body, old)).toThrow();
    expect(() => new Webhook(NEXT).verify(body, { ...given, 'webhook-id': randomUUID() })).toThrow();
    expect(() => new Webhook(secret()).verify(body, given)).toThrow();
  });
});
