import { Controller } from '@nestjs/common';
import type { Received } from '#contracts/catalogue.js';
import type { Decide } from '#eventlog/input.js';
import { Reaction } from '#eventlog/reaction.js';
import { closeWhenNoticesSettled } from '../domain/close-when-notices-settled.js';
import type { IntakeContext } from '../domain/decide-with.js';
import { endWhenDeclined } from '../domain/end-when-declined.js';
import { followWhenAssigned } from '../domain/follow-when-assigned.js';
import type { RequestState } from '../domain/request-state.js';
import { resolveWhenResolved } from '../domain/resolve-when-resolved.js';

type React = Decide<RequestState, IntakeContext>;

/** What this service does about the others' events. */
@Controller()
export class ReactionsController {
  @Reaction('RequestAssigned')
  assigned({ body }: Received<'RequestAssigned'>): React {
    return (state) => followWhenAssigned(state, body);
  }

  @Reaction('RequestResolved')
  resolved({ body }: Received<'RequestResolved'>): React {
    return (state, { now }) => resolveWhenResolved(state, body, now);
  }

  @Reaction('NoticesSettled')
  noticesSettled({ body }: Received<'NoticesSettled'>): React {
    return (state, context) => closeWhenNoticesSettled(state, body, context);
  }

  @Reaction('RequestDeclined')
  declined(_event: Received<'RequestDeclined'>): React {
    return (state, { now }) => endWhenDeclined(state, now);
  }
}
