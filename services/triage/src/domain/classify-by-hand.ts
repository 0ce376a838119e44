import { outgoing, type Outgoing } from '#contracts/catalogue.js';
import type { Actor } from '#contracts/parts.js';
import { changed, type Decision, rejected } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import type { Classification } from './classifier.js';
import type { TriageContext } from './triage-context.js';
import type { TriageState } from './triage-state.js';

type Choice = { readonly category: string } & Partial<Classification>;

/** A person decides what no rule did. What is not said comes from the profile's fallback. */
export function classifyByHand(
  state: TriageState | undefined,
  by: Actor,
  choice: Choice,
  { profileOf }: TriageContext,
): Decision<TriageState, Outgoing> {
  const closed = notQueued(state);
  if (closed) return closed;
  const { profile: ref, requestId, areaCode } = state as TriageState;
  const profile = profileOf(ref);
  const unknown = unknownIn(profile, choice);
  if (unknown.length > 0) return rejected('validation_failed', { errors: unknown });
  const { fallback } = profile.triage.queue;
  const kind = choice.kind ?? fallback.kind;
  const classification: Classification = {
    category: choice.category,
    severity: choice.severity ?? fallback.severity,
    kind,
    entryLevel: choice.entryLevel ?? entryOf(profile, kind) ?? fallback.entryLevel,
  };
  return changed<TriageState, Outgoing>(
    { ...(state as TriageState), status: 'triaged', queuedAt: null },
    outgoing('RequestTriaged', {
      requestId,
      by,
      reason: { rule: 'triage.by_hand', facts: { category: choice.category, kind } },
      areaCode,
      ...classification,
    }),
  );
}

export function notQueued(state: TriageState | undefined): Decision<TriageState, Outgoing> | null {
  if (!state) return rejected('request_not_found');
  return state.status === 'queued' ? null : rejected('not_in_triage', { status: state.status });
}

// A kind that the profile's rules let start higher starts there, whoever says the kind.
const entryOf = (profile: Profile, kind: string): string | undefined =>
  profile.triage.rules.find(({ then }) => then.kind === kind && then.entryLevel)?.then.entryLevel;

function unknownIn(profile: Profile, { category, entryLevel }: Choice): object[] {
  const categories = profile.categories.map(({ id }) => id);
  const levels = profile.levels.map(({ id }) => id);
  return [
    ...(categories.includes(category) ? [] : [oneOf('/category', categories)]),
    ...(entryLevel === undefined || levels.includes(entryLevel) ? [] : [oneOf('/entryLevel', levels)]),
  ];
}

const oneOf = (pointer: string, known: readonly string[]) => ({
  pointer,
  rule: 'oneOf',
  detail: { zh: `应为其一:${known.join('、')}`, en: `must be one of: ${known.join(', ')}` },
});
