import { outgoing, type Outgoing } from '#contracts/catalogue.js';
import type { Reason } from '#contracts/parts.js';
import type { Profile } from '#profile/model.js';
import { because, system } from './context.js';
import type { DeadlineKind } from './deadline.js';
import type { Holding } from './escalation-state.js';
import { levelOf, rungAbove } from './rungs.js';

export interface Passing {
  readonly requestId: string;
  readonly profile: Profile;
  /** null while nobody holds it. */
  readonly holding: Holding | null;
  readonly kind: DeadlineKind;
  readonly dueAt: string;
  /** Of a warning: the deadline it warns of. */
  readonly warnsOf: string | null;
  readonly facts: Reason['facts'];
}

/** What shall be published if the deadline passes: decided when it is set, so that firing it needs no thought. */
export function consequenceOf(passing: Passing): Outgoing {
  const { requestId, holding, kind, dueAt } = passing;
  const assignmentNumber = holding?.number ?? 0;
  const level: Reason['facts'] = holding ? { level: holding.level } : {};
  const head = {
    requestId,
    by: system,
    reason: because(`deadline.${kind}`, { kind, dueAt, ...level, ...passing.facts }),
  };
  if (kind === 'warn')
    return outgoing('DeadlineWarned', {
      ...head,
      assignmentNumber,
      kind: 'resolve',
      dueAt: passing.warnsOf ?? dueAt,
    });
  if (kind === 'resume') return outgoing('RequestResumed', { ...head, assignmentNumber });
  const to = holding && climbTo(passing.profile, holding, kind);
  if (!to) return outgoing('DeadlinePassed', { ...head, assignmentNumber, kind, dueAt });
  const { level: fromLevel } = holding;
  return outgoing('EscalationRaised', {
    ...head,
    reason: { ...head.reason, facts: { ...head.reason.facts, fromLevel, toLevel: to.id } },
    assignmentNumber,
    fromLevel,
    toLevel: to.id,
    beyond: to.beyond,
    cause: 'deadline',
    dueAt,
  });
}

/** Only the level's own deadlines climb, where the profile says so and there is a rung to climb to. */
function climbTo(profile: Profile, holding: Holding, kind: DeadlineKind) {
  if (holding.beyond || (kind !== 'accept' && kind !== 'resolve')) return null;
  const onExpiry = levelOf(profile, holding.level).deadlines[kind]?.onExpiry;
  return onExpiry === 'climb' ? rungAbove(profile, holding.level) : null;
}
