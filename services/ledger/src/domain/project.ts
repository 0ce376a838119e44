import type { EventName, Received } from '#contracts/catalogue.js';
import { projectAssignment } from './project-assignment.js';
import { projectEscalation } from './project-escalation.js';
import { beginView, projectIntake } from './project-intake.js';
import { projectNotification } from './project-notification.js';
import { projectTriage } from './project-triage.js';
import type { RequestView } from './request-view.js';

/** What an event makes of the view. */
export type Projection<N extends EventName> = (view: RequestView, event: Received<N>) => RequestView;

const projections: { readonly [N in Exclude<EventName, 'RequestSubmitted'>]: Projection<N> } = {
  ...projectIntake,
  ...projectTriage,
  ...projectAssignment,
  ...projectEscalation,
  ...projectNotification,
};

/** The view after the event; a word where there is nothing to say: the log begins each request with RequestSubmitted. */
export function project(
  view: RequestView | undefined,
  event: Received,
): RequestView | 'unknown_request' | 'already_known' {
  if (event.name === 'RequestSubmitted')
    return view ? 'already_known' : beginView(event as Received<'RequestSubmitted'>);
  return view ? (projections[event.name] as Projection<EventName>)(view, event) : 'unknown_request';
}
