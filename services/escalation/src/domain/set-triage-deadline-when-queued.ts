import type { BodyOf } from '#contracts/catalogue.js';
import { changed, ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision, system } from './context.js';
import { endDeadlines, runningOf } from './deadline.js';
import type { EscalationState } from './escalation-state.js';
import { setDeadlines, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

/** People shall say what it is, but not for ever: when this passes, the profile's fallback does. */
export function setTriageDeadlineWhenQueued(
  state: EscalationState | undefined,
  { body, time }: { readonly body: BodyOf<'TriageQueued'>; readonly time: string },
  context: EscalationContext,
): EscalationDecision {
  if (!state) throw new Error('TriageQueued for a request that is not known');
  if (state.status !== 'waiting') return ignored(state.status);
  const known = { ...state, areaCode: body.areaCode ?? state.areaCode };
  const subject = subjectOf(known, context);
  const { within } = subject.profile.triage.queue;
  const deadlines = setDeadlines(known.deadlines, subject, {
    kind: 'triage',
    rule: 'triage.queue',
    counted: { by: 'duration', from: time, within },
  });
  return toldDeadlines({ ...known, deadlines }, context, system, because('triage.queued', { within }));
}

/** It is known what it is; the queue's deadline has served. */
export function stopTriageDeadlineWhenTriaged(
  state: EscalationState | undefined,
  { areaCode }: BodyOf<'RequestTriaged'>,
  context: EscalationContext,
): EscalationDecision {
  if (!state) throw new Error('RequestTriaged for a request that is not known');
  if (state.status !== 'waiting') return ignored(state.status);
  const known = { ...state, areaCode: areaCode ?? state.areaCode };
  if (!runningOf(state.deadlines, 'triage'))
    return known.areaCode === state.areaCode ? ignored('not_queued') : changed(known);
  const deadlines = endDeadlines(state.deadlines, 'met', ['triage']);
  return toldDeadlines({ ...known, deadlines }, context, system, because('triage.decided'));
}
