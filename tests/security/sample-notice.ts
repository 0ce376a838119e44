import { randomUUID } from 'node:crypto';
import type { NoticeToSend } from '../../services/notification/src/channels/channel.js';

/** What a channel is given to deliver; each its own id. */
export const sampleNotice = (): NoticeToSend => ({
  id: randomUUID(),
  requestId: randomUUID(),
  number: '310106-261124-00017-4',
  purpose: 'received',
  recipient: 'resident',
  to: { name: '李某', phone: '13800010001' },
  text: '您的诉求已收到',
});
