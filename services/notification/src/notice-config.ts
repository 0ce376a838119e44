import { ConfigFault, networks } from '#chassis/config.js';
import { allowedNetworks } from './channels/public-address.js';
import type { SmsSettings } from './channels/sms-gateway.js';
import type { SmtpSettings } from './channels/smtp.js';
import type { WebhookSettings } from './channels/webhook.js';

export type ChannelSettings =
  | { readonly channel: 'catcher' }
  | ({ readonly channel: 'sms' } & SmsSettings)
  | ({ readonly channel: 'smtp' } & SmtpSettings)
  | ({ readonly channel: 'webhook' } & WebhookSettings);

/** How notices go out; beside the settings every service has. */
export class NoticeConfig {
  readonly channel!: ChannelSettings;
  /** Secrets (`whsec_…`) by which providers sign receipts; none: there are no receipts. */
  readonly receiptSecrets!: readonly string[];
  /** First wait after a failed attempt, real time. */
  readonly retryFirstMs!: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/** @throws ConfigFault naming every variable that is missing or wrong */
export function readNoticeConfig(env: Env): NoticeConfig {
  const faults: string[] = [];
  const config: NoticeConfig = {
    channel: channelOf(env, faults),
    receiptSecrets: secretsOf('NOTICE_RECEIPT_SECRETS', env, faults),
    retryFirstMs: Number(env['NOTICE_RETRY_FIRST_MS'] ?? 5_000),
  };
  if (!Number.isInteger(config.retryFirstMs) || config.retryFirstMs < 1)
    faults.push('NOTICE_RETRY_FIRST_MS must be a whole number of milliseconds');
  if (faults.length > 0) throw new ConfigFault(faults);
  return Object.assign(Object.create(NoticeConfig.prototype) as NoticeConfig, config);
}

function channelOf(env: Env, faults: string[]): ChannelSettings {
  const channel = env['NOTICE_CHANNEL'] || 'catcher';
  const text = (name: string): string => {
    const value = env[name]?.trim();
    if (!value) faults.push(`${name} is missing (NOTICE_CHANNEL=${channel})`);
    return value ?? '';
  };
  const url = (name: string, ...protocols: string[]): URL => {
    const value = text(name);
    const known = URL.canParse(value) && protocols.includes(new URL(value).protocol);
    if (value && !known) faults.push(`${name} must be a URL of ${protocols.join(' or ')}`);
    return new URL(known ? value : 'https://invalid');
  };
  // Names are resolved anew for each call; what they may resolve to is decided here.
  const allowed = allowedNetworks(networks('NOTICE_ALLOWED_NETWORKS', env, faults));
  switch (channel) {
    case 'catcher':
      return { channel };
    case 'sms':
      return {
        channel,
        url: url('NOTICE_SMS_URL', 'https:', 'http:'),
        token: env['NOTICE_SMS_TOKEN'] || null,
        allowed,
      };
    case 'smtp':
      return {
        channel,
        url: url('NOTICE_SMTP_URL', 'smtp:', 'smtps:').href,
        from: text('NOTICE_SMTP_FROM'),
        domain: text('NOTICE_SMTP_DOMAIN'),
      };
    case 'webhook': {
      if (!env['NOTICE_WEBHOOK_SECRETS'])
        faults.push('NOTICE_WEBHOOK_SECRETS is missing (NOTICE_CHANNEL=webhook)');
      return {
        channel,
        url: url('NOTICE_WEBHOOK_URL', 'https:', 'http:'),
        secrets: secretsOf('NOTICE_WEBHOOK_SECRETS', env, faults),
        allowed,
      };
    }
    default:
      faults.push('NOTICE_CHANNEL must be one of catcher, sms, smtp, webhook');
      return { channel: 'catcher' };
  }
}

function secretsOf(name: string, env: Env, faults: string[]): string[] {
  const secrets = (env[name] ?? '')
    .split(',')
    .map((secret) => secret.trim())
    .filter(Boolean);
  if (secrets.some((secret) => !/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret)))
    faults.push(`${name} must be whsec_<base64 of 24 bytes or more>, separated by commas`);
  return secrets;
}
