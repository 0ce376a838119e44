import { endView } from './project-intake.js';
import type { Projection } from './project.js';

export const projectTriage: {
  readonly [N in 'TriageQueued' | 'RequestTriaged' | 'RequestDeclined']: Projection<N>;
} = {
  TriageQueued: (view, { body }) =>
    view.state === 'received'
      ? { ...view, state: 'awaiting_triage', areaCode: body.areaCode ?? view.areaCode }
      : view,
  RequestTriaged: (view, { body }) => ({
    ...view,
    state: view.state === 'awaiting_triage' ? 'received' : view.state,
    areaCode: body.areaCode ?? view.areaCode,
    category: body.category,
    severity: body.severity,
    kind: body.kind,
    overdue: view.overdue?.kind === 'triage' ? null : view.overdue,
  }),
  // Said of what its requester has taken back meanwhile it is no end, neither here nor for intake; the other way round it is.
  RequestDeclined: (view, { time }) => (view.endedAt ? view : endView(view, 'declined', time)),
};
