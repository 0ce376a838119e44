import { Global, Module } from '@nestjs/common';
import { Pool } from 'pg';
import { Clock } from '#chassis/clock.js';
import { DueWork } from '#chassis/due-work.js';
import { Sealer } from '#chassis/sealer.js';
import { ProfilesModule } from '#chassis/profiles.module.js';
import { EventlogModule } from '#eventlog/eventlog.module.js';
import { ProfileStore } from '#profile/profile-store.js';
import { CHANNEL } from './channels/channel.js';
import { openChannel } from './channels/open-channel.js';
import { DeliverNotices } from './deliver/deliver-notices.js';
import { NoticeQueue } from './deliver/notice-queue.js';
import { NoticeView } from './hand-over/notice-view.js';
import { NoticesController } from './hand-over/notices.controller.js';
import { NoticeConfig, readNoticeConfig } from './notice-config.js';
import { notificationHooks } from './notification-hooks.js';
import { ReactionsController } from './plan/reactions.controller.js';
import { ReceiptsController } from './receive-receipts/receipts.controller.js';
import { CaughtNotices } from './show-caught/caught-notices.js';
import { OutboxController } from './show-caught/outbox.controller.js';

/** What both the event log's hooks and the routes need. */
@Global()
@Module({
  providers: [
    { provide: NoticeConfig, useFactory: () => readNoticeConfig(process.env) },
    { provide: CHANNEL, inject: [NoticeConfig, Pool, Sealer, Clock], useFactory: openChannel },
  ],
  exports: [NoticeConfig, CHANNEL],
})
class FoundationModule {}

@Module({
  imports: [
    ProfilesModule,
    FoundationModule,
    EventlogModule.forServiceAsync({
      service: 'notification',
      schema: 'notification',
      inject: [ProfileStore, Sealer, NoticeConfig, DueWork],
      useFactory: notificationHooks,
    }),
  ],
  controllers: [ReactionsController, ReceiptsController, NoticesController, OutboxController],
  providers: [NoticeQueue, DeliverNotices, NoticeView, CaughtNotices],
})
export class NotificationModule {}
