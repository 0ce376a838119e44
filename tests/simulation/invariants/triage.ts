import type { BodyOf } from '#contracts/catalogue.js';
import type { TriageState } from '../../../services/triage/src/domain/triage-state.js';
import { must } from '../violation.js';
import type { Look } from './look.js';

/** Decided once, by rule, by people or, when their time is over, by the profile's fallback. */
export function checkTriage(look: Look<TriageState>): void {
  const { before, after, events, watch, requestId, event, act, world } = look;
  if (after === before || !after) return;
  const { profile } = world.town;
  for (const said of events) {
    if (said.name !== 'RequestTriaged' && said.name !== 'RequestDeclined') continue;
    must(!watch.triaged, 'triaged_once', requestId, () => `${said.name} after it was decided`);
    watch.triaged = true;
    if (event?.name === 'DeadlinePassed')
      must(
        (event.body as BodyOf<'DeadlinePassed'>).kind === 'triage' && before?.status === 'queued',
        'fallback_when_time_is_over',
        requestId,
        () => `by ${event.name}`,
      );
    if (said.name === 'RequestTriaged') checkTriaged(look, said.body);
    else
      must(
        act !== undefined || event?.name === 'RequestSubmitted',
        'declined_by_rule_or_people',
        requestId,
        () => `by ${event?.name}`,
      );
  }
  must(
    after.status !== 'triaged' || profile.levels.length > 0,
    'triaged_once',
    requestId,
    () => after.status,
  );
}

function checkTriaged(
  { world, requestId, after, event }: Look<TriageState>,
  body: BodyOf<'RequestTriaged'>,
): void {
  const { levels, triage, categories } = world.town.profile;
  must(
    levels.some(({ id }) => id === body.entryLevel) && categories.some(({ id }) => id === body.category),
    'triaged_by_the_profile',
    requestId,
    () => `${body.category} at ${body.entryLevel}`,
  );
  const own = triage.rules.find(({ then }) => then.kind === body.kind && then.entryLevel)?.then.entryLevel;
  must(
    body.kind === 'ordinary' || body.entryLevel === own,
    'grave_matters_start_higher',
    requestId,
    () => `${String(body.kind)} at ${body.entryLevel} instead of ${own}`,
  );
  if (event?.name !== 'RequestSubmitted' || body.severity !== 'emergency' || !after) return;
  const byRule = triage.rules.some(({ then }) => then.severity === 'emergency');
  must(
    (after.stated.urgency === 'emergency' && after.stated.byOfficer) ||
      (byRule && body.reason.facts['words'] !== undefined && wordsOf(body).length > 0),
    'emergency_needs_a_rule_or_an_officer',
    requestId,
    () => JSON.stringify(body.reason),
  );
}

const wordsOf = ({ reason }: BodyOf<'RequestTriaged'>): readonly string[] =>
  (reason.facts['words'] ?? []) as readonly string[];
