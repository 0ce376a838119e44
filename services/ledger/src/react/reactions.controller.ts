import { Controller } from '@nestjs/common';
import type { EventName, Received } from '#contracts/catalogue.js';
import type { Decide } from '#eventlog/input.js';
import { Reaction } from '#eventlog/reaction.js';
import { recordEvent } from '../domain/record-event.js';
import type { RequestView } from '../domain/request-view.js';

type Recording = Decide<RequestView>;

const record =
  <N extends EventName>(event: Received<N>): Recording =>
  (view) =>
    recordEvent(view, event as unknown as Received);

/** Every event of the log is written down; one line each, so that none is added to the catalogue and forgotten here. */
@Controller()
export class ReactionsController {
  @Reaction('RequestSubmitted')
  requestSubmitted(event: Received<'RequestSubmitted'>): Recording {
    return record(event);
  }

  @Reaction('RequestSupplemented')
  requestSupplemented(event: Received<'RequestSupplemented'>): Recording {
    return record(event);
  }

  @Reaction('RequestWithdrawn')
  requestWithdrawn(event: Received<'RequestWithdrawn'>): Recording {
    return record(event);
  }

  @Reaction('SolutionConfirmed')
  solutionConfirmed(event: Received<'SolutionConfirmed'>): Recording {
    return record(event);
  }

  @Reaction('SolutionDisputed')
  solutionDisputed(event: Received<'SolutionDisputed'>): Recording {
    return record(event);
  }

  @Reaction('ClosingExceptionRequested')
  closingExceptionRequested(event: Received<'ClosingExceptionRequested'>): Recording {
    return record(event);
  }

  @Reaction('ClosingExceptionDecided')
  closingExceptionDecided(event: Received<'ClosingExceptionDecided'>): Recording {
    return record(event);
  }

  @Reaction('RequestClosed')
  requestClosed(event: Received<'RequestClosed'>): Recording {
    return record(event);
  }

  @Reaction('RequestAnonymised')
  requestAnonymised(event: Received<'RequestAnonymised'>): Recording {
    return record(event);
  }

  @Reaction('TriageQueued')
  triageQueued(event: Received<'TriageQueued'>): Recording {
    return record(event);
  }

  @Reaction('RequestTriaged')
  requestTriaged(event: Received<'RequestTriaged'>): Recording {
    return record(event);
  }

  @Reaction('RequestDeclined')
  requestDeclined(event: Received<'RequestDeclined'>): Recording {
    return record(event);
  }

  @Reaction('RequestAssigned')
  requestAssigned(event: Received<'RequestAssigned'>): Recording {
    return record(event);
  }

  @Reaction('AssignmentAccepted')
  assignmentAccepted(event: Received<'AssignmentAccepted'>): Recording {
    return record(event);
  }

  @Reaction('WorkProgressed')
  workProgressed(event: Received<'WorkProgressed'>): Recording {
    return record(event);
  }

  @Reaction('OpinionGiven')
  opinionGiven(event: Received<'OpinionGiven'>): Recording {
    return record(event);
  }

  @Reaction('HelpAsked')
  helpAsked(event: Received<'HelpAsked'>): Recording {
    return record(event);
  }

  @Reaction('RequestResolved')
  requestResolved(event: Received<'RequestResolved'>): Recording {
    return record(event);
  }

  @Reaction('AssignmentReturned')
  assignmentReturned(event: Received<'AssignmentReturned'>): Recording {
    return record(event);
  }

  @Reaction('ReturnDecided')
  returnDecided(event: Received<'ReturnDecided'>): Recording {
    return record(event);
  }

  @Reaction('EscalationIgnored')
  escalationIgnored(event: Received<'EscalationIgnored'>): Recording {
    return record(event);
  }

  @Reaction('AssignmentEnded')
  assignmentEnded(event: Received<'AssignmentEnded'>): Recording {
    return record(event);
  }

  @Reaction('DeadlinesSet')
  deadlinesSet(event: Received<'DeadlinesSet'>): Recording {
    return record(event);
  }

  @Reaction('DeadlineWarned')
  deadlineWarned(event: Received<'DeadlineWarned'>): Recording {
    return record(event);
  }

  @Reaction('DeadlinePassed')
  deadlinePassed(event: Received<'DeadlinePassed'>): Recording {
    return record(event);
  }

  @Reaction('EscalationRaised')
  escalationRaised(event: Received<'EscalationRaised'>): Recording {
    return record(event);
  }

  @Reaction('ExtensionRequested')
  extensionRequested(event: Received<'ExtensionRequested'>): Recording {
    return record(event);
  }

  @Reaction('ExtensionDecided')
  extensionDecided(event: Received<'ExtensionDecided'>): Recording {
    return record(event);
  }

  @Reaction('RequestPaused')
  requestPaused(event: Received<'RequestPaused'>): Recording {
    return record(event);
  }

  @Reaction('RequestResumed')
  requestResumed(event: Received<'RequestResumed'>): Recording {
    return record(event);
  }

  @Reaction('SupervisionOpened')
  supervisionOpened(event: Received<'SupervisionOpened'>): Recording {
    return record(event);
  }

  @Reaction('SupervisionAnswered')
  supervisionAnswered(event: Received<'SupervisionAnswered'>): Recording {
    return record(event);
  }

  @Reaction('NoticesSettled')
  noticesSettled(event: Received<'NoticesSettled'>): Recording {
    return record(event);
  }

  @Reaction('NoticeUndeliverable')
  noticeUndeliverable(event: Received<'NoticeUndeliverable'>): Recording {
    return record(event);
  }
}
