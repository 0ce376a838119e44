import type { BodyOf } from '#contracts/catalogue.js';
import type { Profile } from '#profile/model.js';
import type { Deadline } from '../../../services/escalation/src/domain/deadline.js';
import type { EscalationState, HeldState } from '../../../services/escalation/src/domain/escalation-state.js';
import type { World } from '../model/world.js';
import { must } from '../violation.js';
import { eventNamed, type Look } from './look.js';
import { naiveDueOf } from './naive-due.js';
import { consequenceWanted, withinOf } from './wanted-deadline.js';

const WORK = new Set(['accept', 'warn', 'resolve', 'beyond_reply']);
/** The plain count walks minutes; every so many deadlines are counted by it. */
const COUNT_EVERY = 50;
const MINUTE = 60_000;
let counted = 0;

const NONE: readonly Deadline[] = [];

const running = (state: EscalationState | undefined): readonly Deadline[] =>
  state?.deadlines.filter(({ state: so }) => so === 'running') ?? NONE;

const heldOf = (state: EscalationState | undefined): HeldState | null =>
  state && 'holding' in state ? state : null;

/** Each deadline is the one the profile gives, due when a plain count says, and carries the consequence it must have. */
export function checkDeadlines(look: Look<EscalationState>): void {
  const { before, after, requestId } = look;
  if (look.purpose === 'recalculation')
    for (const deadline of running(after)) checkCount(look.world, deadline, after, requestId);
  if (after === before || !after) return;
  const [ran, runs] = [running(before), running(after)];
  const takenOver = isTakenOver(look);
  for (const deadline of runs) if (!ran.includes(deadline)) checkNew(look, deadline, takenOver);
  checkStatus(look, after, runs);
  checkTold(look, ran, runs);
  const [was, is] = [heldOf(before), heldOf(after)];
  if (takenOver) checkCarried(look, was!, is!);
  if (look.event?.name === 'RequestAssigned' && is && !is.holding.beyond)
    must(
      runs.some(({ kind }) => kind === 'resolve') || is.status === 'paused',
      'a_holder_has_a_deadline',
      requestId,
      () => `assignment ${is.holding.number} began without one`,
    );
}

/** By a colleague, or by another office: what ran runs on, though the level may be another when nobody else was there. */
function isTakenOver({ event, before, after }: Look<EscalationState>): boolean {
  if (event?.name !== 'RequestAssigned') return false;
  const { cause } = event.body as BodyOf<'RequestAssigned'>;
  const [was, is] = [heldOf(before), heldOf(after)];
  const keeps = was && is && was.holding.beyond === is.holding.beyond && was.status !== 'resolved';
  return Boolean(keeps) && (cause === 'transfer' || cause === 'absence');
}

function checkNew(
  { world, before, after, requestId, event, purpose }: Look<EscalationState>,
  deadline: Deadline,
  takenOver: boolean,
): void {
  const { profile } = world.town;
  const held = heldOf(after);
  const number = held?.holding.number ?? 0;
  must(
    deadline.assignmentNumber === number,
    'deadline_of_its_holding',
    requestId,
    () => `${deadline.kind} of ${deadline.assignmentNumber}, held as ${number}`,
  );
  const within = withinOf(deadline, profile, held);
  const { counted: how } = deadline;
  if (how.by === 'duration') {
    must(
      within === null || how.within === within || (takenOver && isOf(before, deadline)),
      'time_limit_of_the_profile',
      requestId,
      () => `${deadline.kind}: ${how.within} instead of ${within}`,
    );
    if (event && purpose === 'events' && how.from !== event.time)
      must(
        isOf(before, deadline),
        'counted_from_its_event',
        requestId,
        () => `${deadline.kind} from ${how.from}, the event is of ${event.time}`,
      );
    counted += 1;
    if (counted % COUNT_EVERY === 0) checkCount(world, deadline, after, requestId);
  }
  checkConsequence(deadline, profile, held, requestId);
}

/** It was counted so before. */
const isOf = (before: EscalationState | undefined, { kind, counted: how }: Deadline): boolean =>
  (before?.deadlines ?? []).some(
    (one) => one.kind === kind && JSON.stringify(one.counted) === JSON.stringify(how),
  );

/** By the plain count, which walks whole minutes and so begins at one. */
export function checkCount(
  world: World,
  { kind, dueAt, counted: how }: Deadline,
  state: EscalationState | undefined,
  requestId: string,
): void {
  if (how.by !== 'duration' || Date.parse(how.from) % MINUTE !== 0) return;
  const { from, within } = how;
  const area =
    state && 'holding' in state
      ? state.holding.areaCode
      : state?.status === 'waiting'
        ? state.areaCode
        : null;
  const working = world.calendar.at(area ?? world.town.jurisdiction, world.town.profile);
  const plain = naiveDueOf(from, within, working);
  must(
    Date.parse(dueAt) === plain,
    'due_when_counted',
    requestId,
    () => `${kind}, ${within} from ${from}: ${dueAt}, counted ${new Date(plain).toISOString()}`,
  );
}

function checkConsequence(
  { kind, dueAt, consequence, counted: how }: Deadline,
  profile: Profile,
  held: HeldState | null,
  requestId: string,
): void {
  const wanted = consequenceWanted(kind, profile, held);
  must(
    consequence?.name === wanted.name,
    'consequence_of_the_rule',
    requestId,
    () => `${kind} leads to ${consequence?.name} instead of ${wanted.name}`,
  );
  const body = consequence?.body as {
    assignmentNumber: number;
    dueAt?: string;
    toLevel?: string;
    fromLevel?: string;
  };
  must(
    body.assignmentNumber === (held?.holding.number ?? 0),
    'consequence_of_the_rule',
    requestId,
    () => `${kind} names assignment ${body.assignmentNumber}`,
  );
  if (wanted.toLevel)
    must(
      body.toLevel === wanted.toLevel && body.fromLevel === held?.holding.level,
      'climbs_to_the_next_level',
      requestId,
      () => `${body.fromLevel} → ${body.toLevel} instead of ${wanted.toLevel}`,
    );
  if (body.dueAt && how.by !== 'before')
    must(
      body.dueAt === dueAt,
      'consequence_of_the_rule',
      requestId,
      () => `${kind} tells ${body.dueAt}, due ${dueAt}`,
    );
}

/** What may run depends on where the request stands. */
function checkStatus(
  { requestId }: Look<EscalationState>,
  state: EscalationState,
  runs: readonly Deadline[],
): void {
  const kinds: string[] = runs.map(({ kind }) => kind);
  const only = (allowed: readonly string[], invariant: string) =>
    must(
      kinds.every((kind) => allowed.includes(kind)),
      invariant,
      requestId,
      () => `${state.status}: ${kinds} run`,
    );
  if (state.status === 'ended') only([], 'ended_has_no_deadline');
  if (state.status === 'resolved') only(['follow_up', 'supervision_reply'], 'solved_stops_the_clock');
  if (state.status === 'paused')
    must(!kinds.some((kind) => WORK.has(kind)), 'paused_clock_stands_still', requestId, () => `${kinds} run`);
  if (heldOf(state)?.holding.acceptedAt)
    must(!kinds.includes('accept'), 'accepted_meets_its_deadline', requestId, () => `${kinds} run`);
}

/** The last word of every change is what runs now; where nothing is said, nothing has changed. */
function checkTold(
  { events, requestId, purpose, before }: Look<EscalationState>,
  ran: readonly Deadline[],
  runs: readonly Deadline[],
): void {
  if (purpose === 'firing' || before === undefined) return;
  const told: readonly { readonly kind: unknown; readonly dueAt: string }[] =
    eventNamed(events, 'DeadlinesSet')?.body.deadlines ?? ran;
  must(
    told.length === runs.length &&
      runs.every((one) => told.some(({ kind, dueAt }) => kind === one.kind && dueAt === one.dueAt)),
    'deadlines_are_told',
    requestId,
    () => `told ${told.map(({ kind }) => kind)}, run ${runs.map(({ kind }) => kind)}`,
  );
}

/** What ran goes on, to the millisecond, unless the new place has other days off. */
function checkCarried({ world, requestId }: Look, was: HeldState, is: HeldState): void {
  const of = (state: HeldState, kind: string) => running(state).find((one) => one.kind === kind);
  for (const kind of [
    'resolve',
    'beyond_reply',
    'accept',
    'resume',
    'supervision_reply',
    'extension_decision',
  ]) {
    const [before, after] = [of(was, kind), of(is, kind)];
    const same = before?.dueAt === after?.dueAt || (world.calendar.hasClosures && after && isOf(was, after));
    if (before)
      must(
        Boolean(same),
        'taken_over_with_its_deadline',
        requestId,
        () => `${kind}: ${before.dueAt} → ${after?.dueAt}`,
      );
  }
}
