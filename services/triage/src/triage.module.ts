import { Module } from '@nestjs/common';
import { Sealer } from '#chassis/sealer.js';
import { ProfilesModule } from '#chassis/profiles.module.js';
import { EventlogModule } from '#eventlog/eventlog.module.js';
import { ProfileStore } from '#profile/profile-store.js';
import { ClassifyController } from './classify-by-hand/classify.controller.js';
import { ReactionsController } from './classify-when-submitted/reactions.controller.js';
import { DecideByHand } from './decide-by-hand.js';
import { DeclineController } from './decline-by-hand/decline.controller.js';
import { QueueController } from './list-triage-queue/queue.controller.js';
import { triageHooks } from './triage-hooks.js';

@Module({
  imports: [
    ProfilesModule,
    EventlogModule.forServiceAsync({
      service: 'triage',
      schema: 'triage',
      inject: [ProfileStore, Sealer],
      useFactory: triageHooks,
    }),
  ],
  controllers: [ReactionsController, ClassifyController, DeclineController, QueueController],
  providers: [DecideByHand],
})
export class TriageModule {}
