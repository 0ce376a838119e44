import { outgoing } from '#contracts/catalogue.js';
import { ignored, rejected } from '#decider/decision.js';
import type { Act } from './act.js';
import type { AssignmentContext } from './context.js';
import { because, changedTo, type AssignmentDecision } from './decide-with.js';
import { fence, isRejected } from './fence.js';
import { unknownReason } from './known-reason.js';
import type { RequestState } from './request-state.js';
import { rungsAbove } from './rungs.js';

/** It cannot be solved here. The holder keeps it until the climb has named the next one. */
export function askHelp(
  state: RequestState | undefined,
  { by, seen, sealed, reasonCode }: Act & { readonly reasonCode: string },
  { profileOf }: AssignmentContext,
): AssignmentDecision {
  const open = fence(state, seen);
  if (isRejected(open)) return open;
  const profile = profileOf(open.profile);
  const { holding, requestId } = open;
  const unknown = unknownReason(profile.help.reasons, reasonCode);
  if (unknown) return unknown;
  if (holding.beyond || rungsAbove(profile, holding.level).length === 0)
    return rejected('no_higher_level', { level: holding.level });
  if (holding.helpAsked) return ignored('help_already_asked');
  return changedTo(
    { ...open, holding: { ...holding, helpAsked: true } },
    outgoing('HelpAsked', {
      requestId,
      by,
      reason: because('act.help', { reasonCode }),
      assignmentNumber: holding.number,
      reasonCode,
      sealed,
    }),
  );
}
