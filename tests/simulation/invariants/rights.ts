import type { Profile } from '#profile/model.js';
import type { ActKind } from '../actors/act.js';
import { must } from '../violation.js';
import type { Look } from './look.js';

const OF_THE_REQUESTER = new Set<ActKind>(['supplement', 'withdraw', 'dispute', 'confirm']);
const OF_THE_HOLDER = new Set<ActKind>([
  ...(['accept', 'progress', 'resolve', 'opinion', 'help', 'give_back', 'transfer'] as const),
  ...(['extension', 'reply', 'ask_exception'] as const),
]);
const FROM_ABOVE = new Set<ActKind>([
  ...(['decide_return', 'decide_extension', 'pause', 'supervise', 'decide_exception'] as const),
]);

/** Who may: the requester for the requester's word, the office that holds it for its work, somebody higher for what is granted. */
export function checkRights(look: Look): void {
  const { act, command, before, after, requestId, world } = look;
  if (!act || !command || after === before || act.kind === 'submit') return;
  const { by } = command;
  if (OF_THE_REQUESTER.has(act.kind))
    must(
      by.sub === world.lifeOf(requestId).requesterId,
      'only_the_requester',
      requestId,
      () => `${act.kind} by ${by.sub}`,
    );
  const held = holderOf(before);
  if (OF_THE_HOLDER.has(act.kind))
    must(
      held !== null &&
        (by.office === held.officeCode || (by.role !== 'officer' && covers(by, held.areaCode))),
      'only_the_holder',
      requestId,
      () => `${act.kind} by ${by.office}, held by ${held?.officeCode}`,
    );
  if (FROM_ABOVE.has(act.kind))
    must(
      held !== null && by.role !== 'resident' && standsAbove(world.town.profile, by, held.level, act.kind),
      'only_from_above',
      requestId,
      () => `${act.kind} by ${by.level}, held by ${held?.level}`,
    );
  if (act.kind === 'classify' || act.kind === 'decline')
    must(by.role !== 'resident', 'only_staff', requestId, () => `${act.kind} by ${by.role}`);
  checkReasons(look);
}

function holderOf(state: any): { level: string; areaCode: string; officeCode: string } | null {
  const held = state?.holding ?? state?.assignment;
  if (!held) return null;
  return { level: held.level, areaCode: held.areaCode, officeCode: held.office?.code ?? held.officeCode };
}

const covers = ({ area }: { readonly area: string | null }, code: string): boolean =>
  area !== null && code.startsWith(area);

/** Where nobody but the rung beyond stands above, the level's own supervisor decides on returns and exceptions. */
function standsAbove(
  { levels, beyond }: Profile,
  { role, level }: { readonly role: string; readonly level: string | null },
  holder: string,
  kind: ActKind,
): boolean {
  if (role === 'admin') return true;
  const order = [...levels.map(({ id }) => id), ...(beyond ? [beyond.id] : [])];
  const [mine, its] = [order.indexOf(level ?? ''), order.indexOf(holder)];
  const isTop = its >= levels.length - 1;
  const mayBeEqual =
    (kind === 'decide_return' || kind === 'decide_exception') && role === 'supervisor' && isTop;
  return mine > its || (mayBeEqual && mine === its && mine >= 0);
}

function checkReasons({ act, world, requestId }: Look): void {
  if (!act || !('reasonCode' in act)) return;
  const { help, returns, pause, closing } = world.town.profile;
  const lists = {
    help: help.reasons,
    give_back: returns.reasons,
    pause: pause.reasons,
    ask_exception: closing.exceptionReasons,
  };
  must(
    lists[act.kind].some(({ code }) => code === act.reasonCode),
    'reason_of_the_profile',
    requestId,
    () => `${act.kind} for ${act.reasonCode}`,
  );
}
