import 'reflect-metadata';
import type { EventName, Received } from '#contracts/catalogue.js';
import type { Decide } from '#eventlog/input.js';
import { ReactionsController as AssignmentReactions } from '../../../services/assignment/src/requests/reactions.controller.js';
import { ReactionsController as EscalationReactions } from '../../../services/escalation/src/react/reactions.controller.js';
import { ReactionsController as IntakeReactions } from '../../../services/intake/src/react/reactions.controller.js';
import { ReactionsController as LedgerReactions } from '../../../services/ledger/src/react/reactions.controller.js';
import { ReactionsController as NotificationReactions } from '../../../services/notification/src/plan/reactions.controller.js';
import { ReactionsController as TriageReactions } from '../../../services/triage/src/classify-when-submitted/reactions.controller.js';

export const SERVICES = ['intake', 'triage', 'assignment', 'escalation', 'notification', 'ledger'] as const;
export type ServiceName = (typeof SERVICES)[number];

export type Reaction = (event: Received) => Decide<any, any> | null;
export type Reactions = ReadonlyMap<EventName, Reaction>;

/** What Nest's transport collects: the methods under `@Reaction`, by the event they name. */
function reactionsOf(controller: object): Reactions {
  const prototype = Object.getPrototypeOf(controller) as Record<string, Reaction>;
  const methods = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
  return new Map(
    methods.flatMap((method) => {
      const [event] = (Reflect.getMetadata('microservices:pattern', prototype[method]!) ?? []) as EventName[];
      return event ? [[event, prototype[method]!.bind(controller)]] : [];
    }),
  );
}

/** The services' own reactions, as they are wired in the product. */
export const REACTIONS: Readonly<Record<ServiceName, Reactions>> = {
  intake: reactionsOf(new IntakeReactions()),
  triage: reactionsOf(new TriageReactions()),
  assignment: reactionsOf(new AssignmentReactions()),
  escalation: reactionsOf(new EscalationReactions()),
  notification: reactionsOf(new NotificationReactions()),
  ledger: reactionsOf(new LedgerReactions()),
};
