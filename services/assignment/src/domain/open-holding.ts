import { type BodyOf, outgoing, type Outgoing } from '#contracts/catalogue.js';
import type { Actor, Reason } from '#contracts/parts.js';
import type { AssignmentContext } from './context.js';
import { changedTo, type AssignmentDecision } from './decide-with.js';
import { findHolder, type HolderQuestion } from './find-holder.js';
import type { Cause, CurrentHolding, Holding, Matter, Open, Resolved, Waiting } from './request-state.js';
import type { Route } from './route-upwards.js';
import { rungsAbove } from './rungs.js';

export interface Opening {
  readonly cause: Cause;
  readonly by: Actor;
  readonly reason: Reason;
  /** What the one who hands it over says; null where nobody does. */
  readonly text?: string | null;
}

/** Opens the next holding: the number rises by one, the one before becomes past, RequestAssigned goes out. */
export function openHolding(
  state: Waiting | Open | Resolved,
  matter: Matter,
  route: Route,
  { cause, by, reason, text = null }: Opening,
  context: AssignmentContext,
  ...before: Outgoing[]
): AssignmentDecision {
  const previous = state.status === 'waiting' ? null : state.holding;
  const { requestId, jurisdiction, profile, revision } = state;
  const holding = nextHolding(previous, route, context.now);
  const { number, level, beyond, areaCode, office, officerId } = holding;
  const facts = route.nobodyPresent ? { ...reason.facts, officer: 'nobody_present' } : reason.facts;
  const assigned = outgoing('RequestAssigned', {
    requestId,
    by,
    reason: { rule: reason.rule, facts },
    assignment: { number, level, beyond, areaCode, office, officerId },
    cause,
    previous: previous?.number ?? null,
    skipped: route.skipped.map((skip) => ({ ...skip })),
    above: officesAbove(questionOf(state, matter, context), level),
    category: matter.category,
    severity: matter.severity,
    kind: matter.kind,
    sealed: context.contactOf(route.officer, text),
  });
  const past = state.status === 'waiting' ? [] : [...state.past, endedHolding(state.holding)];
  return changedTo(
    { status: 'open', requestId, jurisdiction, profile, revision, matter, holding, past },
    ...before,
    assigned,
  );
}

/** The way up from a level: who would hold it there if it climbed now. */
function officesAbove(
  question: HolderQuestion,
  level: string,
): NonNullable<BodyOf<'RequestAssigned'>['above']> {
  return rungsAbove(question.profile, level).map((rung) => {
    const holder = findHolder(question, rung);
    const office = typeof holder === 'string' ? null : { code: holder.office.code, name: holder.office.name };
    return { level: rung.id, office };
  });
}

function nextHolding(previous: CurrentHolding | null, route: Route, now: string): CurrentHolding {
  // An opinion is the office's: a colleague who takes over need not ask for it again, another office does.
  const sameOffice = previous?.office.code === route.office.code;
  return {
    number: (previous?.number ?? 0) + 1,
    level: route.level,
    beyond: route.beyond,
    areaCode: route.office.areaCode,
    office: { code: route.office.code, name: route.office.name },
    officerId: route.officer.id,
    officeSince: sameOffice ? previous.officeSince : now,
    acceptedAt: null,
    opinions: sameOffice ? previous.opinions : [],
    helpAsked: false,
    returnAsked: null,
    returnRefused: false,
  };
}

/** What is remembered of a holding once it is past: enough to tell a late caller that it was theirs. */
export function endedHolding({
  number,
  level,
  beyond,
  areaCode,
  office,
  officerId,
}: CurrentHolding): Holding {
  return { number, level, beyond, areaCode, office, officerId };
}

export function questionOf(
  state: { readonly requestId: string; readonly jurisdiction: string; readonly profile: Open['profile'] },
  matter: Matter,
  { registry, profileOf, now }: AssignmentContext,
): HolderQuestion {
  return {
    profile: profileOf(state.profile),
    registry,
    jurisdiction: state.jurisdiction,
    requestId: state.requestId,
    areaCode: matter.areaCode,
    category: matter.areaKnown ? matter.category : null,
    now: Date.parse(now),
  };
}
