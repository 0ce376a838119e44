import { type BodyOf, outgoing, type Outgoing } from '#contracts/catalogue.js';
import { changed, type Decision, ignored } from '#decider/decision.js';
import type { TriageContext } from './triage-context.js';
import type { TriageState } from './triage-state.js';
import { system } from './system.js';

/** Nobody decided in time: the profile's fallback does, so that no request stays without a holder. */
export function fallBackWhenDeadlinePassed(
  state: TriageState | undefined,
  body: BodyOf<'DeadlinePassed'>,
  { profileOf }: TriageContext,
): Decision<TriageState, Outgoing> {
  if (body.kind !== 'triage') return ignored('not_the_triage_deadline');
  if (state?.status !== 'queued') return ignored('not_queued');
  const { fallback } = profileOf(state.profile).triage.queue;
  return changed<TriageState, Outgoing>(
    { ...state, status: 'triaged', queuedAt: null },
    outgoing('RequestTriaged', {
      requestId: state.requestId,
      by: system,
      reason: { rule: 'triage.queue.fallback', facts: { dueAt: body.dueAt } },
      areaCode: state.areaCode,
      ...fallback,
    }),
  );
}
