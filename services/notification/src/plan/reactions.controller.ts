import { Controller } from '@nestjs/common';
import { outgoing, type Received } from '#contracts/catalogue.js';
import type { Decide } from '#eventlog/input.js';
import { Reaction } from '#eventlog/reaction.js';
import type { NotificationContext } from '../domain/context.js';
import { forgetWhenAnonymised } from '../domain/forget-when-anonymised.js';
import type { NoticeEvent } from '../domain/occasion.js';
import { planNotices } from '../domain/plan-notices.js';
import type { RequestState } from '../domain/request-state.js';

type React = Decide<RequestState, NotificationContext>;

/** Every event that a profile may hang a notice on; which do is the profile's to say. */
@Controller()
export class ReactionsController {
  @Reaction('RequestSubmitted')
  submitted({ body }: Received<'RequestSubmitted'>): React {
    return plan(outgoing('RequestSubmitted', body));
  }

  @Reaction('RequestAssigned')
  assigned({ body }: Received<'RequestAssigned'>): React {
    return plan(outgoing('RequestAssigned', body));
  }

  @Reaction('DeadlinesSet')
  deadlinesSet({ body }: Received<'DeadlinesSet'>): React {
    return plan(outgoing('DeadlinesSet', body));
  }

  @Reaction('OpinionGiven')
  opinionGiven({ body }: Received<'OpinionGiven'>): React {
    return plan(outgoing('OpinionGiven', body));
  }

  @Reaction('RequestResolved')
  resolved({ body }: Received<'RequestResolved'>): React {
    return plan(outgoing('RequestResolved', body));
  }

  @Reaction('EscalationRaised')
  escalated({ body }: Received<'EscalationRaised'>): React {
    return plan(outgoing('EscalationRaised', body));
  }

  @Reaction('DeadlineWarned')
  warned({ body }: Received<'DeadlineWarned'>): React {
    return plan(outgoing('DeadlineWarned', body));
  }

  @Reaction('DeadlinePassed')
  passed({ body }: Received<'DeadlinePassed'>): React {
    return plan(outgoing('DeadlinePassed', body));
  }

  @Reaction('ExtensionDecided')
  extended({ body }: Received<'ExtensionDecided'>): React {
    return plan(outgoing('ExtensionDecided', body));
  }

  @Reaction('RequestPaused')
  paused({ body }: Received<'RequestPaused'>): React {
    return plan(outgoing('RequestPaused', body));
  }

  @Reaction('SupervisionOpened')
  supervised({ body }: Received<'SupervisionOpened'>): React {
    return plan(outgoing('SupervisionOpened', body));
  }

  @Reaction('RequestClosed')
  closed({ body }: Received<'RequestClosed'>): React {
    return plan(outgoing('RequestClosed', body));
  }

  @Reaction('RequestDeclined')
  declined({ body }: Received<'RequestDeclined'>): React {
    return plan(outgoing('RequestDeclined', body));
  }

  @Reaction('RequestAnonymised')
  anonymised(_event: Received<'RequestAnonymised'>): React {
    return forgetWhenAnonymised;
  }

  @Reaction('RequestWithdrawn')
  withdrawn({ body }: Received<'RequestWithdrawn'>): React {
    return plan(outgoing('RequestWithdrawn', body));
  }
}

const plan =
  (event: NoticeEvent): React =>
  (state, context) =>
    planNotices(state, event, context);
