import { Controller } from '@nestjs/common';
import type { Received } from '#contracts/catalogue.js';
import type { Decide } from '#eventlog/input.js';
import { Reaction } from '#eventlog/reaction.js';
import { cancelWhenEnded } from '../domain/cancel-when-ended.js';
import type { EscalationContext } from '../domain/context.js';
import { escalateWhenDisputed } from '../domain/escalate-when-disputed.js';
import { escalateWhenHelpAsked } from '../domain/escalate-when-help-asked.js';
import type { EscalationState } from '../domain/escalation-state.js';
import { meetAcceptWhenAccepted } from '../domain/meet-accept-when-accepted.js';
import { rememberWhenSubmitted } from '../domain/remember-when-submitted.js';
import { renewWhenPassed } from '../domain/renew-when-passed.js';
import { resumeWhenDue } from '../domain/resume-when-due.js';
import { setDeadlinesWhenAssigned } from '../domain/set-deadlines-when-assigned.js';
import {
  setTriageDeadlineWhenQueued,
  stopTriageDeadlineWhenTriaged,
} from '../domain/set-triage-deadline-when-queued.js';
import { stopWhenResolved } from '../domain/stop-when-resolved.js';
import { setReturnDeadlineWhenReturned, stopReturnDeadlineWhenDecided } from '../domain/watch-return.js';

type React = Decide<EscalationState, EscalationContext>;

/** What this service does about the others' events, and about its own that only the passing of time wrote. */
@Controller()
export class ReactionsController {
  @Reaction('RequestSubmitted')
  submitted({ body }: Received<'RequestSubmitted'>): React {
    return (state) => rememberWhenSubmitted(state, body);
  }

  @Reaction('TriageQueued')
  queued(event: Received<'TriageQueued'>): React {
    return (state, context) => setTriageDeadlineWhenQueued(state, event, context);
  }

  @Reaction('RequestTriaged')
  triaged({ body }: Received<'RequestTriaged'>): React {
    return (state, context) => stopTriageDeadlineWhenTriaged(state, body, context);
  }

  @Reaction('RequestAssigned')
  assigned(event: Received<'RequestAssigned'>): React {
    return (state, context) => setDeadlinesWhenAssigned(state, event, context);
  }

  @Reaction('AssignmentAccepted')
  accepted(event: Received<'AssignmentAccepted'>): React {
    return (state, context) => meetAcceptWhenAccepted(state, event, context);
  }

  @Reaction('HelpAsked')
  helpAsked({ body }: Received<'HelpAsked'>): React {
    return (state, context) => escalateWhenHelpAsked(state, body, context);
  }

  @Reaction('RequestResolved')
  resolved(event: Received<'RequestResolved'>): React {
    return (state, context) => stopWhenResolved(state, event, context);
  }

  @Reaction('SolutionDisputed')
  disputed({ body }: Received<'SolutionDisputed'>): React {
    return (state, context) => escalateWhenDisputed(state, body, context);
  }

  @Reaction('AssignmentReturned')
  returned(event: Received<'AssignmentReturned'>): React {
    return (state, context) => setReturnDeadlineWhenReturned(state, event, context);
  }

  @Reaction('ReturnDecided')
  returnDecided({ body }: Received<'ReturnDecided'>): React {
    return (state, context) => stopReturnDeadlineWhenDecided(state, body, context);
  }

  @Reaction('RequestResumed')
  resumed({ body }: Received<'RequestResumed'>): React {
    return (state, context) => resumeWhenDue(state, body, context);
  }

  @Reaction('DeadlinePassed')
  passed(event: Received<'DeadlinePassed'>): React {
    return (state, context) => renewWhenPassed(state, event, context);
  }

  @Reaction('RequestClosed')
  closed(_event: Received<'RequestClosed'>): React {
    return (state, context) => cancelWhenEnded(state, 'closed', context);
  }

  @Reaction('RequestWithdrawn')
  withdrawn(_event: Received<'RequestWithdrawn'>): React {
    return (state, context) => cancelWhenEnded(state, 'withdrawn', context);
  }

  @Reaction('RequestDeclined')
  declined(_event: Received<'RequestDeclined'>): React {
    return (state, context) => cancelWhenEnded(state, 'declined', context);
  }
}
