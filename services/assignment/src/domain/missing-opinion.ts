import { rejected, type Rejected } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import type { Open } from './request-state.js';

/** The first gate of the profile that bars the act until its written opinion stands, as a refusal; null where none does. */
export function missingOpinion(
  profile: Profile,
  { matter, holding }: Open,
  act: 'progress' | 'resolve',
): Rejected | null {
  const gate = profile.gates.find(
    ({ when, levels, before, requires }) =>
      before.includes(act) &&
      when.kind.includes(matter.kind) &&
      (levels === undefined || levels.includes(holding.level)) &&
      !holding.opinions.includes(requires),
  );
  return gate ? rejected('opinion_required', { form: gate.requires, gate: gate.id, before: act }) : null;
}
