import type { DueWork } from '#chassis/due-work.js';
import type { Sealer } from '#chassis/sealer.js';
import type { ShellHooks } from '#eventlog/shell.js';
import type { ProfileStore } from '#profile/profile-store.js';
import type { NotificationContext } from './domain/context.js';
import type { RequestState } from './domain/request-state.js';
import type { NoticeConfig } from './notice-config.js';
import { saveNotices } from './persistence/save-notices.js';

/** What the shell gives the decides of this service, and what it writes beside their states. */
export function notificationHooks(
  profiles: ProfileStore,
  sealer: Sealer,
  { channel: { channel } }: NoticeConfig,
  dueWork: DueWork,
): ShellHooks<RequestState, Omit<NotificationContext, 'now'>> {
  return {
    loadContext: async () => ({
      channel,
      profileOf: (ref) => profiles.byRef(ref),
      open: (sealed) => sealer.open(sealed),
      seal: (content) => sealer.seal(content),
    }),
    afterSave: (client, saved, now) => saveNotices(client, saved, now, channel),
    // A notice planned is a notice due.
    afterCommit: () => dueWork.wake(),
  };
}
