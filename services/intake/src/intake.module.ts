import { Module } from '@nestjs/common';
import { Config } from '#chassis/config.js';
import { ContactIndex } from '#chassis/contact-index.js';
import { ProfilesModule } from '#chassis/profiles.module.js';
import { EventlogModule } from '#eventlog/eventlog.module.js';
import type { ShellHooks } from '#eventlog/shell.js';
import { ProfileStore } from '#profile/profile-store.js';
import { Retention } from './anonymise-when-kept-long-enough/retention.js';
import { AnswerSolutionController } from './answer-solution/answer-solution.controller.js';
import { CloseByExceptionController } from './close-by-exception/close-by-exception.controller.js';
import type { IntakeContext } from './domain/decide-with.js';
import type { RequestState } from './domain/request-state.js';
import { saveBeside } from './persistence/save-beside.js';
import { Serials } from './persistence/serials.js';
import { FindByPhoneController } from './find-by-phone/find-by-phone.controller.js';
import { ReactionsController } from './react/reactions.controller.js';
import { ReadContentController } from './read-content/read-content.controller.js';
import { RevealContactController } from './reveal-contact/reveal-contact.controller.js';
import { RunAct } from './run-act.js';
import { PhoneLimit } from './submit-request/phone-limit.js';
import { SubmitRequestController } from './submit-request/submit-request.controller.js';

type Hooks = ShellHooks<RequestState, Omit<IntakeContext, 'now'>>;

@Module({
  imports: [
    ProfilesModule,
    EventlogModule.forServiceAsync({
      service: 'intake',
      schema: 'intake',
      inject: [ProfileStore],
      useFactory: (profiles: ProfileStore): Hooks => ({
        loadContext: async () => ({ profileOf: (ref) => profiles.byRef(ref) }),
        afterSave: saveBeside,
      }),
    }),
  ],
  controllers: [
    SubmitRequestController,
    AnswerSolutionController,
    CloseByExceptionController,
    ReadContentController,
    FindByPhoneController,
    RevealContactController,
    ReactionsController,
  ],
  providers: [
    RunAct,
    Serials,
    PhoneLimit,
    Retention,
    {
      provide: ContactIndex,
      inject: [Config],
      useFactory: ({ sealKeys }: Config) => new ContactIndex(sealKeys),
    },
  ],
})
export class IntakeModule {}
