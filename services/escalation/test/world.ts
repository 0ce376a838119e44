import type { BodyOf, Outgoing } from '#contracts/catalogue.js';
import type { Decision } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import { plainSubmission } from '#testing/plain-submission.js';
import { NO_CLOSURES } from '#working-time/closure.js';
import { OFFICIAL_CALENDAR } from '#working-time/official-calendar.js';
import { DEFAULT_OFFICE_HOURS } from '#working-time/office-hours.js';
import type { WorkingContext } from '#working-time/working-index.js';
import type { EscalationContext } from '../src/domain/context.js';
import type { Deadline, DeadlineKind } from '../src/domain/deadline.js';
import type { EscalationState, HeldState } from '../src/domain/escalation-state.js';
import { rememberWhenSubmitted } from '../src/domain/remember-when-submitted.js';
import { setDeadlinesWhenAssigned } from '../src/domain/set-deadlines-when-assigned.js';

export const requestId = '0190a1b2-0000-7000-8000-000000000001';
/** Tuesday, 24 November 2026, 10:00 in Beijing. */
export const TUESDAY_10 = '2026-11-24T02:00:00.000Z';
const words = (zh: string) => ({ zh, en: zh });

const level = (id: string, codeLength: number): Profile['levels'][number] => ({
  id,
  title: words(id),
  codeLength,
  routing: 'area',
  deadlines: {
    accept: {
      within: { ordinary: '4 working hours', emergency: '10 minutes round-the-clock' },
      onExpiry: 'climb',
    },
    resolve: {
      within: { ordinary: '5 working days', emergency: '2 hours round-the-clock' },
      onExpiry: 'climb',
    },
    warn: { before: '1 working days' },
  },
});

/** Two levels and a rung beyond. */
export const profile: Profile = {
  name: 'sample',
  version: 1,
  title: words('示例'),
  channels: [{ id: 'web', title: words('网') }],
  categories: [{ id: 'general', title: words('综合') }],
  levels: [level('village', 12), level('street', 9)],
  beyond: { id: 'district', title: words('区'), holder: 'deputy', reply: { within: '10 working days' } },
  triage: {
    entryLevel: 'village',
    rules: [],
    decline: [],
    queue: {
      within: '2 working hours',
      fallback: { category: 'general', severity: 'ordinary', kind: 'ordinary', entryLevel: 'village' },
    },
  },
  gates: [],
  help: { reasons: [{ code: 'no_power', title: words('无权') }] },
  returns: {
    reasons: [{ code: 'not_ours', title: words('非本单位'), basis: '职责清单' }],
    within: { ask: '2 working hours', decide: '4 working hours' },
  },
  extension: { atMost: 1, longest: '5 working days', decideWithin: '1 working days' },
  pause: { longest: '30 calendar days', reasons: [{ code: 'season', title: words('季节') }] },
  supervision: { replyWithin: '1 working days' },
  closing: {
    onTheSpotLevels: ['village'],
    waitForNotices: [],
    followUp: { within: '5 working days' },
    exceptionReasons: [{ code: 'moved', title: words('搬离') }],
  },
  notices: [],
};

export const working: WorkingContext = {
  calendar: OFFICIAL_CALENDAR,
  officeHours: DEFAULT_OFFICE_HOURS,
  closures: NO_CLOSURES,
};

export const contextAt = (
  now: string,
  at: WorkingContext = working,
  by: Profile = profile,
): EscalationContext => ({
  profileOf: () => by,
  workingAt: () => at,
  now,
});

export const system = { kind: 'system' as const, id: null, level: null };
export const officer = { kind: 'officer' as const, id: 'officer-1', level: 'village' };
const head = { requestId, by: system, reason: { rule: 'test', facts: {} } };

export const VILLAGE = '310106011001';
export const STREET = '310106011';

export const submitted = (changes: Partial<BodyOf<'RequestSubmitted'>> = {}): BodyOf<'RequestSubmitted'> => ({
  ...plainSubmission,
  requestId,
  number: '26-0001',
  jurisdiction: '310106',
  profile: { name: 'sample', version: 1 },
  areaCode: VILLAGE,
  ...changes,
});

type Assignment = BodyOf<'RequestAssigned'>['assignment'];

export const assigned = (
  assignment: Partial<Assignment> = {},
  changes: Partial<BodyOf<'RequestAssigned'>> = {},
): BodyOf<'RequestAssigned'> => ({
  ...head,
  assignment: {
    number: 1,
    level: 'village',
    beyond: false,
    areaCode: VILLAGE,
    office: { code: 'o-village', name: 'village' },
    officerId: 'officer-1',
    ...assignment,
  },
  cause: 'triage',
  previous: null,
  skipped: [],
  above: [],
  category: 'general',
  severity: 'ordinary',
  kind: 'ordinary',
  sealed: null,
  ...changes,
});

/** The event body with the head filled in. */
export const about = <B extends object>(body: B): B & typeof head => ({ ...head, ...body });

export const waiting = (): EscalationState => mustChange(rememberWhenSubmitted(undefined, submitted())).state;

/** Held as number 1 by the village since Tuesday 10:00, unless told otherwise. */
export const held = (
  assignment: Partial<Assignment> = {},
  changes: Partial<BodyOf<'RequestAssigned'>> = {},
  context = contextAt(TUESDAY_10),
): HeldState =>
  mustChange(
    setDeadlinesWhenAssigned(waiting(), { body: assigned(assignment, changes), time: TUESDAY_10 }, context),
  ).state as HeldState;

export function mustChange(decision: Decision<EscalationState, Outgoing>): {
  state: EscalationState;
  events: readonly Outgoing[];
} {
  if (decision.kind !== 'changed') throw new Error(`expected a change, got ${JSON.stringify(decision)}`);
  return decision;
}

export const running = (state: EscalationState): Record<string, string> =>
  Object.fromEntries(
    state.deadlines.filter((one) => one.state === 'running').map(({ kind, dueAt }) => [kind, dueAt]),
  );

export function deadline(state: EscalationState, kind: DeadlineKind): Deadline {
  const found = state.deadlines.find((one) => one.kind === kind);
  if (!found) throw new Error(`no ${kind} deadline`);
  return found;
}

export const names = (events: readonly Outgoing[]): string[] => events.map(({ name }) => name);
