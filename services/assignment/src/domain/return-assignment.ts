import { outgoing } from '#contracts/catalogue.js';
import { ignored, rejected } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import { NO_CLOSURES } from '#working-time/closure.js';
import { dueAt } from '#working-time/due-at.js';
import { OFFICIAL_CALENDAR } from '#working-time/official-calendar.js';
import { DEFAULT_OFFICE_HOURS, type OfficeHours } from '#working-time/office-hours.js';
import { parseDuration } from '#working-time/read-duration.js';
import type { Act } from './act.js';
import type { AssignmentContext } from './context.js';
import { because, changedTo, type AssignmentDecision } from './decide-with.js';
import { fence, isRejected } from './fence.js';
import { unknownReason } from './known-reason.js';
import type { RequestState } from './request-state.js';

/** The office says it is not its matter. One level up decides; until then it stays the holder and the clock runs on. */
export function returnAssignment(
  state: RequestState | undefined,
  { by, seen, sealed, reasonCode }: Act & { readonly reasonCode: string },
  { profileOf, now }: AssignmentContext,
): AssignmentDecision {
  const open = fence(state, seen);
  if (isRejected(open)) return open;
  const { holding, requestId } = open;
  const profile = profileOf(open.profile);
  const unknown = unknownReason(profile.returns.reasons, reasonCode);
  if (unknown) return unknown;
  if (holding.returnRefused) return rejected('return_refused', { assignmentNumber: holding.number });
  if (holding.returnAsked) return ignored('return_already_asked');
  const until = returnUntil(profile, holding.officeSince);
  if (Date.parse(now) > until) return rejected('return_too_late', { until: new Date(until).toISOString() });
  return changedTo(
    { ...open, holding: { ...holding, returnAsked: { at: now, reasonCode } } },
    outgoing('AssignmentReturned', {
      requestId,
      by,
      reason: because('act.return', { reasonCode, until: new Date(until).toISOString() }),
      assignmentNumber: holding.number,
      reasonCode,
      sealed,
    }),
  );
}

/** Epoch ms. Local closures are not counted: they would only lengthen the time, and this is a limit, not a promise. */
function returnUntil(profile: Profile, since: string): number {
  const officeHours = (profile.officeHours as OfficeHours | undefined) ?? DEFAULT_OFFICE_HOURS;
  const duration = parseDuration(profile.returns.within.ask);
  return dueAt(Date.parse(since), duration, {
    calendar: OFFICIAL_CALENDAR,
    officeHours,
    closures: NO_CLOSURES,
  }).dueAt;
}
