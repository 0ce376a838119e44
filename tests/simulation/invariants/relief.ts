import type { RequestState } from '../../../services/assignment/src/domain/request-state.js';
import { must } from '../violation.js';
import type { Look } from './look.js';

/** Whoever is away or has left is relieved, where a colleague of the office is there. */
export function checkRelief(look: Look<RequestState>): void {
  const { standInFor, before, after, now, world, requestId } = look;
  if (standInFor === undefined || before?.status !== 'open' || before.holding.officerId !== standInFor)
    return;
  const { officers, absencesOfOfficer } = world.registry.snapshot;
  const { office, beyond } = before.holding;
  const isAway = (officer: string) =>
    officers.get(officer)?.officeCode !== office.code ||
    (absencesOfOfficer.get(officer) ?? []).some(
      ({ from, until }) => from <= Date.parse(now) && Date.parse(now) < until,
    );
  if (beyond || !isAway(standInFor)) return;
  const colleague = [...officers.keys()].find((id) => id !== standInFor && !isAway(id));
  must(
    colleague === undefined || after !== before,
    'whoever_is_away_is_relieved',
    requestId,
    () => `${standInFor} is away, ${colleague} is there`,
  );
}
