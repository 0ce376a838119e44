import type { NoticeRule, Profile } from '#profile/model.js';
import type { Settled } from './request-state.js';

/** Notices that tell of the end cannot be waited for before it. */
const OF_THE_END = new Set(['RequestClosed', 'RequestWithdrawn', 'RequestDeclined']);

/** Whether the profile lets the closing of a request wait for notices of this purpose. */
export const isWaitedFor = (profile: Profile, purpose: string): boolean =>
  profile.closing.waitForNotices.includes(purpose);

/**
 * Whether every notice that the profile wants settled before closing is. What asks for an opinion must be settled for the
 * solution that is confirmed now; the others once in the request's life.
 */
export function noticesSettled(
  profile: Profile,
  settled: readonly Settled[],
  resolvedAssignment: number,
): boolean {
  return profile.closing.waitForNotices.every((purpose) => {
    const owed = profile.notices.filter(
      (rule) => rule.purpose === purpose && !OF_THE_END.has(rule.on) && applies(rule, resolvedAssignment),
    );
    return owed.every((rule) =>
      settled.some(
        (one) =>
          one.purpose === purpose &&
          (rule.on !== 'RequestResolved' || one.assignmentNumber === resolvedAssignment),
      ),
    );
  });
}

/** A rule for the first or for later assignments is owed at that one's solution only. */
const applies = ({ on, assignments }: NoticeRule, resolvedAssignment: number): boolean => {
  if (assignments === undefined) return true;
  if (assignments === 'later') return resolvedAssignment > 1;
  return on !== 'RequestResolved' || resolvedAssignment === 1;
};
