import type { Outgoing } from '#contracts/catalogue.js';
import type { Severity } from '#contracts/parts.js';
import type { Profile } from '#profile/model.js';
import type { Deadline } from '../../../services/escalation/src/domain/deadline.js';
import type { HeldState } from '../../../services/escalation/src/domain/escalation-state.js';

/** The length of time the profile gives; null where the act or another deadline makes the date. */
export function withinOf({ kind }: Deadline, profile: Profile, held: HeldState | null): string | null {
  switch (kind) {
    case 'accept':
    case 'resolve':
      return held ? ofLevel(profile, held.holding.level, kind, held.severity) : null;
    case 'beyond_reply':
      return profile.beyond?.reply.within ?? null;
    case 'triage':
      return profile.triage.queue.within;
    case 'follow_up':
      return profile.closing.followUp.within;
    case 'return_decision':
      return profile.returns.within.decide;
    case 'extension_decision':
      return profile.extension.decideWithin;
    case 'supervision_reply':
      return profile.supervision.replyWithin;
    default:
      return null;
  }
}

function ofLevel(
  profile: Profile,
  level: string,
  kind: 'accept' | 'resolve',
  severity: Severity,
): string | null {
  const within = profile.levels.find(({ id }) => id === level)?.deadlines[kind]?.within;
  return within?.[severity] ?? within?.ordinary ?? null;
}

/** What the profile wants to happen when it passes. */
export function consequenceWanted(
  kind: string,
  profile: Profile,
  held: HeldState | null,
): { name: Outgoing['name']; toLevel?: string } {
  if (kind === 'warn') return { name: 'DeadlineWarned' };
  if (kind === 'resume') return { name: 'RequestResumed' };
  if (!held || held.holding.beyond || (kind !== 'accept' && kind !== 'resolve'))
    return { name: 'DeadlinePassed' };
  const at = profile.levels.findIndex(({ id }) => id === held.holding.level);
  const toLevel = profile.levels[at + 1]?.id ?? profile.beyond?.id;
  const climbs = profile.levels[at]?.deadlines[kind]?.onExpiry === 'climb';
  return climbs && toLevel ? { name: 'EscalationRaised', toLevel } : { name: 'DeadlinePassed' };
}
