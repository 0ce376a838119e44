import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Clock } from '#chassis/clock.js';
import type { Sealer } from '#chassis/sealer.js';
import type { NoticeConfig } from '../notice-config.js';
import { Catcher } from './catcher.js';
import type { Channel } from './channel.js';
import { SmsGateway } from './sms-gateway.js';
import { SmtpChannel } from './smtp.js';
import { WebhookChannel } from './webhook.js';

export function openChannel(
  { channel: settings }: NoticeConfig,
  pool: Pool,
  sealer: Sealer,
  clock: Clock,
): Channel {
  switch (settings.channel) {
    case 'catcher':
      if (clock.mode === 'real')
        new Logger('channel').warn('notices are only caught (NOTICE_CHANNEL=catcher): nobody is told');
      return new Catcher(pool, sealer, clock);
    case 'sms':
      return new SmsGateway(settings);
    case 'smtp':
      return new SmtpChannel(settings);
    case 'webhook':
      return new WebhookChannel(settings);
  }
}
