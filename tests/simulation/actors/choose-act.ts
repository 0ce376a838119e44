import type { Profile } from '#profile/model.js';
import type { RequestState as AssignmentState } from '../../../services/assignment/src/domain/request-state.js';
import type { EscalationState } from '../../../services/escalation/src/domain/escalation-state.js';
import type { RequestState as IntakeState } from '../../../services/intake/src/domain/request-state.js';
import type { TriageState } from '../../../services/triage/src/domain/triage-state.js';
import type { World } from '../model/world.js';
import type { Random } from '../random.js';
import type { Act, ActKind, Seen, Who } from './act.js';
import type { Life } from './life.js';

const DAY = 86_400_000;

interface View {
  readonly intake: IntakeState | undefined;
  readonly triage: TriageState | undefined;
  readonly assignment: AssignmentState | undefined;
  readonly escalation: EscalationState | undefined;
}

type Weights = Partial<Record<ActKind | 'nothing', number>>;

/** What somebody does about the request now; null: nobody does anything. Mostly sensible, now and then out of place. */
export function chooseAct(world: World, life: Life, random: Random): Act | null {
  const view: View = {
    intake: world.nodes.intake.states.get(life.id)?.state,
    triage: world.nodes.triage.states.get(life.id)?.state,
    assignment: world.nodes.assignment.states.get(life.id)?.state,
    escalation: world.nodes.escalation.states.get(life.id)?.state,
  };
  const kind = random.weighted(weightsOf(view, world.town.profile) as Record<ActKind | 'nothing', number>);
  return kind === 'nothing' ? null : actOf(kind, view, world, random);
}

function weightsOf({ intake, triage, assignment, escalation }: View, { gates }: Profile): Weights {
  if (intake && intake.state !== 'received' && intake.state !== 'resolved')
    return {
      nothing: 20,
      withdraw: 1,
      confirm: 1,
      resolve: 1,
      pause: 1,
      dispute: 1,
      tell_by_hand: 1,
      supplement: 1,
    };
  if (!assignment || assignment.status === 'waiting')
    return triage?.status === 'queued'
      ? { classify: 5, decline: 1, withdraw: 1, nothing: 5 }
      : { nothing: 10, withdraw: 1, supplement: 1, accept: 1, classify: 1 };
  if (assignment.status === 'open') {
    const { acceptedAt, opinions, returnAsked, returnRefused } = assignment.holding;
    const held = escalation && 'holding' in escalation ? escalation : null;
    return {
      ...{ resolve: 7, help: 1.5, transfer: 0.7, supervise: 0.6 },
      ...{ withdraw: 0.4, supplement: 0.2, dispute: 0.2, confirm: 0.1, nothing: 1.5, progress: 0.5 },
      // Again, where one was granted; and in the moment between a report and the deadline in its place.
      extension: held && held.extensions > 0 ? 5 : 1.2,
      pause: held?.deadlines.some(isBeingRenewed) ? 12 : 0.9,
      accept: acceptedAt ? 0.2 : 3,
      opinion: gates.length > 0 && opinions.length === 0 ? 9 : 0.1,
      give_back: returnRefused ? 3 : 0.9,
      decide_return: returnAsked ? 5 : 0.1,
      decide_extension: held?.pendingExtension ? 5 : 0.1,
      reply: held?.supervision ? 2 : 0.1,
      tell_by_hand: 0.1,
      not_received: 0.1,
    };
  }
  const asked = intake?.state === 'resolved' && intake.exceptionAsked !== null;
  return {
    ...{ confirm: 6, dispute: 1.4, withdraw: 0.2, supervise: 0.3, pause: 0.1, resolve: 0.2, help: 0.2 },
    ...{ nothing: 1, not_received: 0.1, reply: 0.3, extension: 0.1, transfer: 0.1 },
    ask_exception: asked ? 0.2 : 2,
    decide_exception: asked ? 6 : 0.1,
  };
}

const isBeingRenewed = ({ kind, state }: EscalationState['deadlines'][number]): boolean =>
  state === 'fired' && (kind === 'resolve' || kind === 'beyond_reply');

const FROM_ABOVE = new Set<ActKind>([
  'decide_return',
  'decide_extension',
  'pause',
  'supervise',
  'decide_exception',
]);
const OF_THE_RESIDENT = new Set<ActKind>(['supplement', 'withdraw', 'dispute', 'confirm']);

function whoFor(kind: ActKind, random: Random): Who {
  const odd = random.chance(0.1);
  if (OF_THE_RESIDENT.has(kind)) return odd ? 'stranger' : 'resident';
  if (kind === 'classify' || kind === 'decline') return odd ? 'stranger' : 'admin';
  if (FROM_ABOVE.has(kind))
    return odd
      ? random.pick(['below', 'holder', 'equal', 'equal'] as const)
      : random.chance(0.85)
        ? 'above'
        : 'admin';
  return odd ? random.pick(['colleague', 'above', 'admin'] as const) : 'holder';
}

const seenBy = (random: Random): Seen => random.weighted<Seen>({ now: 92, before: 7, never: 1 });

function actOf(kind: ActKind, view: View, world: World, random: Random): Act {
  const { profile } = world.town;
  const common = { by: whoFor(kind, random), seen: seenBy(random) };
  switch (kind) {
    case 'submit':
      throw new Error('a request is submitted once');
    case 'supplement':
    case 'withdraw':
    case 'dispute':
    case 'accept':
    case 'progress':
    case 'resolve':
    case 'decline':
    case 'reply':
      return { ...common, kind };
    case 'confirm':
      return { ...common, kind, rating: 1 + random.below(5) };
    case 'ask_exception':
      return { ...common, kind, reasonCode: reasonFrom(profile.closing.exceptionReasons, random) };
    case 'decide_exception':
      return { ...common, kind, approved: random.chance(0.7), sameOfficer: random.chance(0.1) };
    case 'classify':
      return { ...common, kind, choice: { category: random.pick(profile.categories).id } };
    case 'opinion':
      return { ...common, kind, form: formFor(view, profile, random) };
    case 'help':
      return { ...common, kind, reasonCode: reasonFrom(profile.help.reasons, random) };
    case 'give_back':
      return { ...common, kind, reasonCode: reasonFrom(profile.returns.reasons, random) };
    case 'decide_return':
      return {
        ...common,
        kind,
        accepted: random.chance(0.6),
        officeCode: random.chance(0.3) ? officeNear(view, world, random) : null,
      };
    case 'transfer':
      return { ...common, kind, to: transferTo(view, world, random) };
    case 'extension':
      return {
        ...common,
        kind,
        duration: random.pick(['3 calendar days', '15 calendar days', '40 calendar days']),
      };
    case 'decide_extension':
      return { ...common, kind, grant: random.chance(0.7) };
    case 'pause': {
      const howLong = random.weighted({ hours: 8, days: 11, tooLong: 1 });
      const length = { hours: random.next() / 2, days: 0.2 + random.next() * 8, tooLong: 120 }[howLong];
      const { assignment } = view;
      const isBeyond = assignment?.status === 'open' && assignment.holding.beyond;
      return {
        ...common,
        kind,
        // Above the last rung stands nobody else.
        ...(isBeyond ? { by: 'admin' as const } : {}),
        forMs: Math.round(length * DAY),
        reasonCode: reasonFrom(profile.pause.reasons, random),
      };
    }
    case 'supervise':
      return { ...common, kind, replyInMs: random.chance(0.3) ? Math.round(random.next() * 3 * DAY) : null };
    case 'not_received':
    case 'tell_by_hand':
      return { ...common, kind, notice: random.below(6) };
  }
}

const reasonFrom = (reasons: readonly { readonly code: string }[], random: Random): string =>
  random.chance(0.03) ? 'no_such_reason' : random.pick(reasons).code;

function formFor({ assignment }: View, { gates }: Profile, random: Random) {
  const kind = assignment?.status === 'open' ? assignment.matter.kind : 'ordinary';
  const gate = gates.find((one) => one.when.kind.includes(kind));
  return gate && random.chance(0.9) ? gate.requires : random.pick(['office', 'meeting', 'centre'] as const);
}

/** Mostly of the same level. */
function officeNear({ assignment }: View, { town }: World, random: Random): string {
  const level = assignment?.status === 'open' ? assignment.holding.level : null;
  const same = town.rows.offices.filter((office) => office.level === level);
  return random.pick(same.length > 0 && random.chance(0.8) ? same : town.rows.offices).code;
}

function transferTo(view: View, world: World, random: Random) {
  const officeCode = officeNear(view, world, random);
  if (random.chance(0.6)) return { officeCode };
  const officers = world.town.rows.officers.filter((officer) => officer.officeCode === officeCode);
  return { officerId: random.pick(officers).id };
}
