import { Global, Module } from '@nestjs/common';
import { ProfilesModule } from '#chassis/profiles.module.js';
import { EventlogModule } from '#eventlog/eventlog.module.js';
import { ProfileStore } from '#profile/profile-store.js';
import { ActsController } from './acts/acts.controller.js';
import { RunAct } from './acts/run-act.js';
import { CalendarCache } from './calendar/calendar-cache.js';
import { CalendarChanges } from './calendar/calendar-changes.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { Recalculation } from './calendar/recalculation.js';
import { WorkingDaysController } from './calendar/working-days.controller.js';
import { EscalationGauges } from './escalation-gauges.js';
import { DeadlineFiring } from './fire-deadlines/deadline-firing.js';
import { escalationHooks } from './react/escalation-hooks.js';
import { ReactionsController } from './react/reactions.controller.js';

/** What both the event log's hooks and the routes need. */
@Global()
@Module({
  providers: [CalendarCache],
  exports: [CalendarCache],
})
class FoundationModule {}

@Module({
  imports: [
    ProfilesModule,
    FoundationModule,
    EventlogModule.forServiceAsync({
      service: 'escalation',
      schema: 'escalation',
      inject: [CalendarCache, ProfileStore],
      useFactory: escalationHooks,
    }),
  ],
  controllers: [ReactionsController, ActsController, CalendarController, WorkingDaysController],
  // In this order due work is done: what the calendar moved is counted again before anything fires.
  providers: [RunAct, CalendarChanges, Recalculation, DeadlineFiring, EscalationGauges],
})
export class EscalationModule {}
