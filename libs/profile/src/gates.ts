import type { Kind } from '#contracts/parts.js';
import type { Gate, Profile } from './model.js';

export type OpinionForm = Gate['requires'];

/** The first gate that stands before the act and whose opinion is not there yet; null where the way is free. */
export function gateFor(
  profile: Profile,
  asked: { kind: Kind; level: string; act: 'progress' | 'resolve' },
  given: readonly OpinionForm[],
): Gate | null {
  const closed = profile.gates.find(
    (gate) =>
      gate.when.kind.includes(asked.kind) &&
      (!gate.levels || gate.levels.includes(asked.level)) &&
      gate.before.includes(asked.act) &&
      !given.includes(gate.requires),
  );
  return closed ?? null;
}
