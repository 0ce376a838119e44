import { Module } from '@nestjs/common';
import { ProfilesModule } from '#chassis/profiles.module.js';
import { EventlogModule } from '#eventlog/eventlog.module.js';
import { Answering } from './answering.js';
import type { RequestView } from './domain/request-view.js';
import { LevelMetrics } from './level-metrics.js';
import { ListController } from './list-requests/list.controller.js';
import { schema } from './persistence/migrations.js';
import { saveLedger } from './persistence/save-ledger.js';
import { RatesController } from './rates/rates.controller.js';
import { ReactionsController } from './react/reactions.controller.js';
import { Changes } from './read-request/changes.js';
import { ReadView } from './read-request/read-view.js';
import { RequestController } from './read-request/request.controller.js';
import { TimelineController } from './read-timeline/timeline.controller.js';
import { TrackingController } from './track-request/tracking.controller.js';
import { Practices } from './watch/practices.js';
import { WatchController } from './watch/watch.controller.js';
import { WatchHub } from './watch/watch-hub.js';

@Module({
  imports: [
    ProfilesModule,
    EventlogModule.forService<RequestView>({ service: 'ledger', schema, afterSave: saveLedger(schema) }),
  ],
  controllers: [
    ReactionsController,
    ListController,
    RequestController,
    TimelineController,
    TrackingController,
    WatchController,
    RatesController,
  ],
  providers: [Answering, Changes, ReadView, WatchHub, Practices, LevelMetrics],
})
export class LedgerModule {}
