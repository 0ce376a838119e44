import type { Principal } from '#chassis/principal.js';
import { actorOf } from '#chassis/caller.js';
import { coversArea } from '#chassis/scope.js';
import { rejected } from '#decider/decision.js';
import type { Decide } from '#eventlog/input.js';
import type { Profile } from '#profile/model.js';
import { giveUpWhenNotReceived } from '../../../services/notification/src/domain/settle-notices.js';
import { tellByHand } from '../../../services/notification/src/domain/tell-by-hand.js';
import { classifyByHand } from '../../../services/triage/src/domain/classify-by-hand.js';
import { declineByHand } from '../../../services/triage/src/domain/decline-by-hand.js';
import type { ServiceName } from '../model/services.js';
import type { Act, ActOf, Seen } from './act.js';
import { assignmentAct, isAssignmentAct } from './assignment-acts.js';
import { escalationAct, isEscalationAct } from './escalation-acts.js';
import { intakeAct, isIntakeAct } from './intake-acts.js';
import type { Life, Tag } from './life.js';
import { principalOf } from './principals.js';

export interface Command {
  readonly service: ServiceName;
  readonly decide: Decide<any, any>;
  readonly by: Principal;
  /** The number of the holding the act names; 0 where it names none. */
  readonly seenNumber: number;
  readonly seenRevision: number;
}

/** What the acts need to know of the world. */
export interface Place {
  readonly profile: Profile;
  readonly jurisdiction: string;
  readonly seal: (content: object) => string;
}

const NEVER = { number: 0, revision: 0 };

const tagOf = (life: Life, seen: Seen): Tag | undefined =>
  seen === 'never' ? undefined : life.tags.at(seen === 'before' ? -2 : -1);

/** The act as the services' controllers run it: token, If-Match, scope, decide. */
export function commandOf(act: Act, life: Life, place: Place): Command {
  const tag = tagOf(life, act.seen);
  const held = (tag ?? life.tags.at(-1))?.held ?? null;
  const { number, revision } = tag ?? NEVER;
  const by = principalOf(act.by, { ...place, requesterId: life.requesterId, held });
  const said = {
    by,
    seen: { assignmentNumber: number, sequence: revision },
    sealed: place.seal({ text: '…' }),
  };
  const { service, decide } = dispatched(act, life, place, said);
  return { service, decide, by, seenNumber: number, seenRevision: revision };
}

export interface Said {
  readonly by: Principal;
  readonly seen: { readonly assignmentNumber: number; readonly sequence: number };
  readonly sealed: string;
}

function dispatched(act: Act, life: Life, place: Place, said: Said) {
  if (isIntakeAct(act)) return { service: 'intake' as const, decide: intakeAct(act, life, place, said) };
  if (isAssignmentAct(act)) return { service: 'assignment' as const, decide: assignmentAct(act, said) };
  if (isEscalationAct(act)) return { service: 'escalation' as const, decide: escalationAct(act, said) };
  if (act.kind === 'classify' || act.kind === 'decline')
    return { service: 'triage' as const, decide: triageAct(act, said) };
  return { service: 'notification' as const, decide: noticeAct(act as NoticeAct, said) };
}

function triageAct(act: ActOf<'classify' | 'decline'>, { by, sealed }: Said): Decide<any, any> {
  const redirect = { zh: '请向有关部门反映', en: 'please turn to the office in charge' };
  return (state, context) => {
    if (!state || !coversArea(by, state.areaCode ?? state.jurisdiction)) return rejected('request_not_found');
    return act.kind === 'classify'
      ? classifyByHand(state, actorOf(by), act.choice, context)
      : declineByHand(state, actorOf(by), { redirect, sealed });
  };
}

type NoticeAct = Extract<Act, { readonly notice: number }>;

function noticeAct({ kind, notice }: NoticeAct, { by, sealed }: Said): Decide<any, any> {
  return (state, context) => {
    const keys = Object.keys(state?.notices ?? {});
    const key = keys[notice % Math.max(1, keys.length)] ?? '';
    return kind === 'not_received'
      ? giveUpWhenNotReceived(state, key, context)
      : tellByHand(state, { key, by: by.sub, note: sealed });
  };
}
