import { randomBytes } from 'node:crypto';
import { readNoticeConfig } from './notice-config.js';

const SECRET = `whsec_${randomBytes(24).toString('base64')}`;

describe('how notices go out', () => {
  it('are caught unless told otherwise', () => {
    expect(readNoticeConfig({})).toMatchObject({ channel: { channel: 'catcher' }, receiptSecrets: [] });
  });

  it('by a signed webhook, two secrets during a rotation', () => {
    const env = {
      NOTICE_CHANNEL: 'webhook',
      NOTICE_WEBHOOK_URL: 'https://hooks.example/notices',
      NOTICE_WEBHOOK_SECRETS: `${SECRET}, ${SECRET}`,
    };
    expect(readNoticeConfig(env).channel).toMatchObject({
      secrets: [SECRET, SECRET],
    });
  });

  it.each([
    [{ NOTICE_CHANNEL: 'pigeon' }, ['NOTICE_CHANNEL']],
    [{ NOTICE_CHANNEL: 'sms', NOTICE_SMS_URL: 'file:///etc/passwd' }, ['NOTICE_SMS_URL']],
    [{ NOTICE_CHANNEL: 'smtp' }, ['NOTICE_SMTP_URL', 'NOTICE_SMTP_FROM', 'NOTICE_SMTP_DOMAIN']],
    [
      { NOTICE_CHANNEL: 'webhook', NOTICE_WEBHOOK_URL: 'x', NOTICE_RECEIPT_SECRETS: 'short' },
      ['NOTICE_WEBHOOK_URL', 'NOTICE_WEBHOOK_SECRETS', 'NOTICE_RECEIPT_SECRETS'],
    ],
    [{ NOTICE_ALLOWED_NETWORKS: '10.0.0.0/8, inside' }, ['NOTICE_ALLOWED_NETWORKS']],
    [{ NOTICE_RETRY_FIRST_MS: 'soon' }, ['NOTICE_RETRY_FIRST_MS']],
  ])('every fault of %j is named at once', (env, names) => {
    expect.assertions(names.length);
    try {
      readNoticeConfig(env as Record<string, string>);
    } catch (error) {
      for (const name of names) expect((error as Error).message).toContain(name);
    }
  });
});
