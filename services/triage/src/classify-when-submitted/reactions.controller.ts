import { Controller } from '@nestjs/common';
import type { Received } from '#contracts/catalogue.js';
import type { Decide } from '#eventlog/input.js';
import { Reaction } from '#eventlog/reaction.js';
import { classifyByRules } from '../domain/classify-by-rules.js';
import { classifyWhenSubmitted } from '../domain/classify-when-submitted.js';
import { fallBackWhenDeadlinePassed } from '../domain/fall-back-when-deadline-passed.js';
import { leaveQueueWhenWithdrawn } from '../domain/leave-queue-when-withdrawn.js';
import type { TriageContext } from '../domain/triage-context.js';
import type { TriageState } from '../domain/triage-state.js';

type React = Decide<TriageState, TriageContext>;

/** What triage does about the others' events. */
@Controller()
export class ReactionsController {
  @Reaction('RequestSubmitted')
  submitted({ body }: Received<'RequestSubmitted'>): React {
    return (state, context) => classifyWhenSubmitted(state, body, context, classifyByRules);
  }

  @Reaction('DeadlinePassed')
  deadlinePassed({ body }: Received<'DeadlinePassed'>): React | null {
    return body.kind === 'triage'
      ? (state, context) => fallBackWhenDeadlinePassed(state, body, context)
      : null;
  }

  @Reaction('RequestWithdrawn')
  withdrawn(_event: Received<'RequestWithdrawn'>): React {
    return (state) => leaveQueueWhenWithdrawn(state);
  }
}
