import { actorOf } from '#chassis/caller.js';
import { rejected } from '#decider/decision.js';
import type { Decide } from '#eventlog/input.js';
import { acceptAssignment } from '../../../services/assignment/src/domain/accept-assignment.js';
import { askHelp } from '../../../services/assignment/src/domain/ask-help.js';
import { decideReturn } from '../../../services/assignment/src/domain/decide-return.js';
import { giveOpinion } from '../../../services/assignment/src/domain/give-opinion.js';
import { reportProgress } from '../../../services/assignment/src/domain/report-progress.js';
import { resolveAssignment } from '../../../services/assignment/src/domain/resolve-assignment.js';
import { returnAssignment } from '../../../services/assignment/src/domain/return-assignment.js';
import { transferAssignment } from '../../../services/assignment/src/domain/transfer-assignment.js';
import { mayAct, ofTheOffice, overTheArea } from '../../../services/assignment/src/requests/may-act.js';
import type { Act, ActKind, ActOf } from './act.js';
import type { Said } from './commands.js';

const KINDS = [
  ...(['accept', 'progress', 'opinion', 'resolve'] as const),
  ...(['help', 'give_back', 'decide_return', 'transfer'] as const),
] as const;
type AssignmentAct = ActOf<(typeof KINDS)[number]>;

export const isAssignmentAct = (act: Act): act is AssignmentAct =>
  (KINDS as readonly ActKind[]).includes(act.kind);

/** As the acts controller of assignment and its RunAct run them. */
export function assignmentAct(act: AssignmentAct, { by, seen, sealed }: Said): Decide<any, any> {
  const acted = { by: actorOf(by), seen, sealed };
  const decide = decideOf(act, acted, by);
  const scope = act.kind === 'decide_return' ? overTheArea : ofTheOffice;
  return (state, context) =>
    mayAct(by, state, seen.assignmentNumber, scope) ? decide(state, context) : rejected('request_not_found');
}

function decideOf(
  act: AssignmentAct,
  acted: { by: ReturnType<typeof actorOf>; seen: Said['seen']; sealed: string },
  by: Said['by'],
): Decide<any, any> {
  switch (act.kind) {
    case 'accept':
      return (state, { now }) => acceptAssignment(state, acted, now);
    case 'progress':
      return (state, context) => reportProgress(state, acted, context);
    case 'opinion':
      return (state) => giveOpinion(state, { ...acted, form: act.form });
    case 'resolve':
      return (state, context) => resolveAssignment(state, acted, context);
    case 'help':
      return (state, context) => askHelp(state, { ...acted, reasonCode: act.reasonCode }, context);
    case 'give_back':
      return (state, context) => returnAssignment(state, { ...acted, reasonCode: act.reasonCode }, context);
    case 'decide_return': {
      const { accepted, officeCode } = act;
      const deciderLevel = by.role === 'admin' ? null : (by.level ?? '');
      const decision = { ...acted, accepted, officeCode, deciderLevel, supervises: by.role === 'supervisor' };
      return (state, context) => decideReturn(state, decision, context);
    }
    case 'transfer':
      return (state, context) => transferAssignment(state, { ...acted, to: act.to, text: null }, context);
  }
}
