import { type BodyOf, outgoing, type Outgoing } from '#contracts/catalogue.js';
import { changed, type Decision, ignored } from '#decider/decision.js';
import type { Classifier } from './classifier.js';
import type { TriageContext } from './triage-context.js';
import type { TriageState } from './triage-state.js';
import { system } from './system.js';

/** A new request is classified, declined, or queued for people. What was answered on the spot needs none of it. */
export function classifyWhenSubmitted(
  state: TriageState | undefined,
  body: BodyOf<'RequestSubmitted'>,
  context: TriageContext & { readonly now: string },
  classifier: Classifier,
): Decision<TriageState, Outgoing> {
  if (state) return ignored('already_known');
  if (body.onTheSpot) return ignored('on_the_spot');
  const { requestId, jurisdiction, profile, areaCode } = body;
  const { channel, category, urgency, by } = body;
  const stated = { channel, category, urgency, byOfficer: by.kind === 'officer' || by.kind === 'admin' };
  const known = { requestId, jurisdiction, profile, areaCode, stated };
  const verdict = classifier(context.profileOf(profile), context.contentOf(body.sealed), stated);
  const common = { requestId, by: system, reason: verdict.reason };
  switch (verdict.kind) {
    case 'triaged':
      return changed<TriageState, Outgoing>(
        { ...known, status: 'triaged', queuedAt: null },
        outgoing('RequestTriaged', { ...common, areaCode, ...verdict.classification }),
      );
    case 'declined':
      return changed<TriageState, Outgoing>(
        { ...known, status: 'declined', queuedAt: null },
        outgoing('RequestDeclined', { ...common, redirect: verdict.redirect, sealed: null }),
      );
    case 'undecided':
      return changed<TriageState, Outgoing>(
        { ...known, status: 'queued', queuedAt: context.now },
        outgoing('TriageQueued', { ...common, areaCode }),
      );
  }
}
