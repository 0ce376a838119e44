import { rejected, type Rejected } from '#decider/decision.js';
import { gateFor } from '#profile/gates.js';
import type { Profile } from '#profile/model.js';
import type { Open } from './request-state.js';

/** The refusal of an act that a gate of the profile bars until its written opinion stands; null where the way is free. */
export function missingOpinion(
  profile: Profile,
  { matter, holding }: Open,
  act: 'progress' | 'resolve',
): Rejected | null {
  const gate = gateFor(profile, { kind: matter.kind, level: holding.level, act }, holding.opinions);
  return gate ? rejected('opinion_required', { form: gate.requires, gate: gate.id, before: act }) : null;
}
