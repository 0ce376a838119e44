import type { BodyOf } from '#contracts/catalogue.js';
import type { RegistrySnapshot } from '../../../services/assignment/src/domain/registry.js';
import type { RequestState } from '../../../services/assignment/src/domain/request-state.js';
import type { World } from '../model/world.js';
import { must } from '../violation.js';
import { eventNamed, type Look } from './look.js';

type Assigned = BodyOf<'RequestAssigned'>;

/** The level is the next one up on which somebody is present, every level passed over is named truly, and there is a cause. */
export function checkRouting(look: Look<RequestState>): void {
  const assigned = eventNamed(look.events, 'RequestAssigned')?.body;
  if (!assigned) return;
  checkCause(look, assigned);
  checkLevel(look, assigned);
  checkOfficer(look, assigned);
}

/** Only what was asked moves a request, and only from where it was asked. */
function checkCause(
  { event, act, purpose, before, requestId }: Look<RequestState>,
  assigned: Assigned,
): void {
  const cause = String(assigned.cause);
  const by = {
    triage: event?.name === 'RequestTriaged' && before?.status === 'waiting',
    return: act?.kind === 'decide_return',
    transfer: act?.kind === 'transfer',
    absence: purpose === 'stand_in',
  }[cause];
  if (by !== undefined) {
    must(by, 'moved_for_its_cause', requestId, () => `${cause} by ${event?.name ?? act?.kind ?? purpose}`);
    return;
  }
  const raised = event?.name === 'EscalationRaised' ? (event.body as BodyOf<'EscalationRaised'>) : null;
  must(
    raised !== null &&
      raised.cause === cause &&
      before?.status === (cause === 'dispute' ? 'resolved' : 'open') &&
      raised.assignmentNumber === before.holding.number,
    'moved_for_its_cause',
    requestId,
    () => `${cause} of assignment ${raised?.assignmentNumber}, it is ${before?.status}`,
  );
}

/** Where the way up begins; null: it stays on its level. */
function startOf({ event, act, before }: Look<RequestState>, world: World): string | null {
  const rungs = rungIds(world);
  if (event?.name === 'RequestTriaged') return (event.body as BodyOf<'RequestTriaged'>).entryLevel;
  const level = before && 'holding' in before ? before.holding.level : '';
  const above = rungs[rungs.indexOf(level) + 1];
  if (event?.name === 'EscalationRaised') return above ?? level;
  if (act?.kind === 'decide_return' && act.officeCode === null) return above ?? level;
  return null;
}

const rungIds = ({ town: { profile } }: World): string[] => [
  ...profile.levels.map(({ id }) => id),
  ...(profile.beyond ? [profile.beyond.id] : []),
];

function checkLevel(look: Look<RequestState>, { assignment, skipped, reason }: Assigned): void {
  const { world, requestId, act, after, before } = look;
  const rungs = rungIds(world);
  const start = startOf(look, world);
  if (start === null) {
    const held = before && 'holding' in before ? before.holding : null;
    if (act?.kind === 'transfer')
      must(
        assignment.level === held?.level,
        'transfer_stays_on_its_level',
        requestId,
        () => `${held?.level} → ${assignment.level}`,
      );
    // Where nobody is at all the top level holds it, even from the rung beyond.
    if (look.purpose === 'stand_in' && reason.facts['officer'] !== 'nobody_present')
      must(
        rungs.indexOf(assignment.level) >= rungs.indexOf(held?.level ?? ''),
        'stand_in_never_goes_down',
        requestId,
        () => `${held?.level} → ${assignment.level}`,
      );
    return;
  }
  if (reason.facts['officer'] === 'nobody_present') {
    const somebody = rungs.slice(rungs.indexOf(start)).filter((rung) => presentOn(look, rung).length > 0);
    must(somebody.length === 0, 'nobody_only_where_nobody_is', requestId, () => `somebody is on ${somebody}`);
    return;
  }
  const way = rungs.slice(rungs.indexOf(start));
  const passed = way.slice(0, way.indexOf(assignment.level));
  must(
    way.includes(assignment.level),
    'level_by_level',
    requestId,
    () => `from ${start} to ${assignment.level}`,
  );
  must(
    passed.length === skipped.length && passed.every((rung, at) => skipped[at]?.level === rung),
    'skipped_levels_are_named',
    requestId,
    () => `passed ${passed}, named ${skipped.map(({ level }) => level)}`,
  );
  for (const rung of passed) {
    const present = presentOn(look, rung);
    must(present.length === 0, 'level_skipped_only_by_rule', requestId, () => `${present} is on ${rung}`);
  }
  must(after !== undefined, 'level_by_level', requestId, () => 'no state');
}

/** Everybody of the rung who could hold it now, by a plain walk over the registry. */
function presentOn(look: Look<RequestState>, rung: string): string[] {
  const { world, after, act, before } = look;
  if (!after || !('matter' in after)) return [];
  const registry = world.registry.snapshot;
  const { areaCode, areaKnown, category } = after.matter;
  const level = world.town.profile.levels.find(({ id }) => id === rung);
  const except = act?.kind === 'decide_return' && before?.status === 'open' ? before.holding.officerId : null;
  const offices = [...registry.offices.values()].filter((office) => {
    if (office.level !== rung) return false;
    if (!level) return true;
    const ofMatter = level.routing === 'matter' && areaKnown && office.matters.includes(category);
    return (
      office.areaCode === areaCode.slice(0, level.codeLength) && (office.matters.length === 0 || ofMatter)
    );
  });
  const codes = new Set(offices.map(({ code }) => code));
  return [...registry.officers.values()]
    .filter(
      ({ id, officeCode }) => codes.has(officeCode) && id !== except && isPresent(registry, id, look.now),
    )
    .map(({ id }) => id);
}

const isPresent = (registry: RegistrySnapshot, id: string, now: string): boolean =>
  !(registry.absencesOfOfficer.get(id) ?? []).some(
    ({ from, until }) => from <= Date.parse(now) && Date.parse(now) < until,
  );

function checkOfficer(look: Look<RequestState>, { assignment, reason, cause }: Assigned): void {
  const { world, requestId, before, after } = look;
  const registry = world.registry.snapshot;
  const { officerId, office, level } = assignment;
  if (reason.facts['officer'] === 'nobody_present') return;
  must(
    registry.officers.get(officerId)?.officeCode === office.code &&
      registry.offices.get(office.code)?.level === level,
    'officer_of_the_office',
    requestId,
    () => `${officerId} of ${office.code} on ${level}`,
  );
  must(
    isPresent(registry, officerId, look.now),
    'officer_is_present',
    requestId,
    () => `${officerId} is away`,
  );
  if (cause === 'transfer' || cause === 'absence' || cause === 'return')
    must(
      before !== undefined && 'holding' in before && before.holding.officerId !== officerId,
      'not_the_same_officer_again',
      requestId,
      () => officerId,
    );
  const matter = after && 'matter' in after ? after.matter : null;
  if (!matter || !['triage', 'deadline', 'help', 'dispute'].includes(String(cause))) return;
  const rung = world.town.profile.levels.find(({ id }) => id === level);
  if (rung)
    must(
      assignment.areaCode === matter.areaCode.slice(0, rung.codeLength),
      'office_of_the_area',
      requestId,
      () => `${matter.areaCode} at ${assignment.areaCode}`,
    );
  if (rung?.routing !== 'matter' || !matter.areaKnown) return;
  const departments = [...registry.offices.values()].filter(
    (one) =>
      one.level === level && one.matters.includes(matter.category) && staffed(registry, one.code, look.now),
  );
  must(
    departments.length === 0 || departments.some(({ code }) => code === office.code),
    'matter_finds_its_department',
    requestId,
    () => `${matter.category} at ${office.code}`,
  );
}

const staffed = (registry: RegistrySnapshot, office: string, now: string): boolean =>
  (registry.officersOfOffice.get(office) ?? []).some(({ id }) => isPresent(registry, id, now));
