import { Controller } from '@nestjs/common';
import type { Received } from '#contracts/catalogue.js';
import type { Decide } from '#eventlog/input.js';
import { Reaction } from '#eventlog/reaction.js';
import { assignWhenTriaged } from '../domain/assign-when-triaged.js';
import type { AssignmentContext } from '../domain/context.js';
import { endWithRequest } from '../domain/end-with-request.js';
import { openNextWhenEscalated } from '../domain/open-next-when-escalated.js';
import { rememberWhenSubmitted } from '../domain/remember-when-submitted.js';
import type { RequestState } from '../domain/request-state.js';

type React = Decide<RequestState, AssignmentContext>;

/** What this service does about the others' events. */
@Controller()
export class ReactionsController {
  @Reaction('RequestSubmitted')
  submitted({ body }: Received<'RequestSubmitted'>): React | null {
    return body.onTheSpot ? null : (state) => rememberWhenSubmitted(state, body);
  }

  @Reaction('RequestTriaged')
  triaged({ body }: Received<'RequestTriaged'>): React {
    return (state, context) => assignWhenTriaged(state, body, context);
  }

  @Reaction('EscalationRaised')
  escalated({ body }: Received<'EscalationRaised'>): React {
    return (state, context) => openNextWhenEscalated(state, body, context);
  }

  @Reaction('RequestClosed')
  closed(_event: Received<'RequestClosed'>): React {
    return (state) => endWithRequest(state, 'closed');
  }

  @Reaction('RequestWithdrawn')
  withdrawn(_event: Received<'RequestWithdrawn'>): React {
    return (state) => endWithRequest(state, 'withdrawn');
  }

  @Reaction('RequestDeclined')
  declined(_event: Received<'RequestDeclined'>): React {
    return (state) => endWithRequest(state, 'declined');
  }
}
