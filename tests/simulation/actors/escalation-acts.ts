import { actorOf } from '#chassis/caller.js';
import type { Decide } from '#eventlog/input.js';
import { decideExtension } from '../../../services/escalation/src/domain/decide-extension.js';
import { pauseRequest } from '../../../services/escalation/src/domain/pause-request.js';
import { requestExtension } from '../../../services/escalation/src/domain/request-extension.js';
import {
  answerSupervision,
  openSupervision,
} from '../../../services/escalation/src/domain/supervise-request.js';
import { ofTheOffice, outOfScope, overTheArea } from '../../../services/escalation/src/acts/scope.js';
import type { Act, ActKind, ActOf } from './act.js';
import type { Said } from './commands.js';

const KINDS = ['extension', 'decide_extension', 'pause', 'supervise', 'reply'] as const;
type EscalationAct = ActOf<(typeof KINDS)[number]>;

export const isEscalationAct = (act: Act): act is EscalationAct =>
  (KINDS as readonly ActKind[]).includes(act.kind);

/** As the acts controller of escalation and its RunAct run them. */
export function escalationAct(act: EscalationAct, { by, seen, sealed }: Said): Decide<any, any> {
  const seenNumber = seen.assignmentNumber;
  const level = by.role === 'admin' ? null : (by.level ?? '');
  const kind = by.role === 'admin' ? ('admin' as const) : ('officer' as const);
  const decide = decideOf(act, { by: { ...actorOf(by), kind, level: by.level }, seenNumber, sealed, level });
  const scope = act.kind === 'extension' || act.kind === 'reply' ? ofTheOffice : overTheArea;
  return (state, context) => outOfScope(by, state, seenNumber, scope) ?? decide(state, context);
}

function decideOf(
  act: EscalationAct,
  acted: {
    readonly by: ReturnType<typeof actorOf>;
    readonly seenNumber: number;
    readonly sealed: string;
    readonly level: string | null;
  },
): Decide<any, any> {
  const after = (now: string, ms: number) => new Date(Date.parse(now) + ms).toISOString();
  switch (act.kind) {
    case 'extension':
      return (state, context) =>
        requestExtension(state, { ...acted, until: { duration: act.duration } }, context);
    case 'decide_extension':
      return (state, context) => decideExtension(state, { ...acted, grant: act.grant }, context);
    case 'pause':
      return (state, context) =>
        pauseRequest(
          state,
          { ...acted, until: after(context.now, act.forMs), reasonCode: act.reasonCode },
          context,
        );
    case 'supervise':
      return (state, context) => {
        const replyBy = act.replyInMs === null ? null : after(context.now, act.replyInMs);
        return openSupervision(state, { ...acted, replyBy }, context);
      };
    case 'reply':
      return (state, context) => answerSupervision(state, acted, context);
  }
}
