import fc from 'fast-check';
import { catalogueFault } from '../../test/catalogue-fault.js';
import { away, awayOfficer, contextOf, rows } from '../../test/world.js';
import { actOn, escalated, submitted, triaged } from '../../test/lives.js';
import { acceptAssignment } from './accept-assignment.js';
import { askHelp } from './ask-help.js';
import { assignWhenTriaged } from './assign-when-triaged.js';
import type { AssignmentContext } from './context.js';
import type { AssignmentDecision } from './decide-with.js';
import { decideReturn } from './decide-return.js';
import { endWithRequest } from './end-with-request.js';
import { giveOpinion } from './give-opinion.js';
import { openNextWhenEscalated } from './open-next-when-escalated.js';
import { reholdWhenOfficerAway } from './rehold-when-officer-away.js';
import { rememberWhenSubmitted } from './remember-when-submitted.js';
import { reportProgress } from './report-progress.js';
import type { RequestState } from './request-state.js';
import { resolveAssignment } from './resolve-assignment.js';
import { returnAssignment } from './return-assignment.js';
import { rungsOf } from './rungs.js';
import { profile } from '../../test/world.js';
import { transferAssignment } from './transfer-assignment.js';

const ACTS = new Set([
  'accept',
  'progress',
  'resolve',
  'help',
  'opinion',
  'return',
  'returnDecision',
  'transfer',
]);

interface Step {
  readonly what: string;
  /** How far back the holding lies that the event or act names: 0 the current one. */
  readonly back: number;
  readonly cause: 'deadline' | 'help' | 'dispute';
  readonly toLevel: string;
  readonly officer: string;
  readonly away: string[];
  readonly minutes: number;
}

const offices = rows.offices.map(({ code }) => code);
const steps = fc.array(
  fc.record<Step>({
    what: fc.oneof(
      { weight: 6, arbitrary: fc.constant('escalated') },
      {
        weight: 20,
        arbitrary: fc.constantFrom(...ACTS, 'away', 'triaged'),
      },
      { weight: 1, arbitrary: fc.constant('ended') },
    ),
    back: fc.constantFrom(0, 0, 0, 1, 2),
    cause: fc.constantFrom('deadline', 'help', 'dispute'),
    toLevel: fc.constantFrom('village', 'street', 'district', 'city', 'nowhere'),
    officer: fc.constantFrom(...rows.officers.map(({ id }) => id)),
    away: fc.subarray(offices),
    minutes: fc.integer({ min: 0, max: 90 }),
  }),
  { minLength: 3, maxLength: 30 },
);

const FIRST: Step = {
  what: 'submitted',
  back: 0,
  cause: 'deadline',
  toLevel: 'street',
  officer: 'village-lead',
  away: [],
  minutes: 0,
};

function decide(state: RequestState | undefined, step: Step, context: AssignmentContext): AssignmentDecision {
  const held = state && 'holding' in state ? state : undefined;
  const number = Math.max(1, (held?.holding.number ?? 1) - step.back);
  if (!state) return rememberWhenSubmitted(state, submitted());
  const base = actOn(state);
  const act = {
    ...base,
    seen: { ...base.seen, assignmentNumber: Math.max(0, base.seen.assignmentNumber - step.back) },
  };
  switch (step.what) {
    case 'triaged':
      return assignWhenTriaged(state, triaged({ kind: 'joint' }), context);
    case 'escalated': {
      const { cause, toLevel } = step;
      return openNextWhenEscalated(state, escalated({ assignmentNumber: number, cause, toLevel }), context);
    }
    case 'accept':
      return acceptAssignment(state, act, context.now);
    case 'progress':
      return reportProgress(state, act, context);
    case 'resolve':
      return resolveAssignment(state, act, context);
    case 'help':
      return askHelp(state, { ...act, reasonCode: 'no_power' }, context);
    case 'opinion':
      return giveOpinion(state, { ...act, form: 'centre' });
    case 'return':
      return returnAssignment(state, { ...act, reasonCode: 'not_ours' }, context);
    case 'returnDecision':
      return decideReturn(
        state,
        { ...act, accepted: step.minutes % 2 === 0, deciderLevel: null, supervises: true, officeCode: null },
        context,
      );
    case 'transfer':
      return transferAssignment(state, { ...act, to: { officerId: step.officer }, text: '' }, context);
    case 'away':
      return reholdWhenOfficerAway(state, held?.holding.officerId ?? step.officer, context);
    default:
      return step.minutes > 45 ? endWithRequest(state, 'withdrawn') : endWithRequest(state, 'closed');
  }
}

const numberOf = (state: RequestState | undefined): number =>
  !state || state.status === 'waiting'
    ? 0
    : state.status === 'ended'
      ? state.past.length
      : state.holding.number;

describe('whatever happens to a request, in whatever order', () => {
  it('one officer holds it while it is open; numbers rise by one; past holdings move nothing; levels are skipped by name only', () => {
    const reached = { holdings: 0, pastNamed: 0, skipped: 0, resolved: 0 };
    fc.assert(
      fc.property(steps, (life) => {
        let state: RequestState | undefined;
        let now = Date.parse('2026-11-24T02:00:00.000Z');
        let events = 0;
        for (const step of [FIRST, { ...FIRST, what: 'triaged' }, ...life]) {
          now += step.minutes * 60_000;
          const absences = [...away(...step.away), awayOfficer(step.officer)];
          const context = contextOf({ absences }, { now: new Date(now).toISOString() });
          const decision = decide(state, step, context);
          const past = step.back > 0 && numberOf(state) > step.back;
          if (ACTS.has(step.what) && past && state?.status !== 'ended')
            expect(decision).toMatchObject({ kind: 'rejected', code: 'past_assignment' });
          if (decision.kind !== 'changed') continue;
          const { state: after, events: out } = decision;
          events += out.length;
          expect(after.revision).toBe(events);
          for (const event of out) expect(catalogueFault(event)).toBeUndefined();

          const opened = out.filter(({ name }) => name === 'RequestAssigned').length;
          expect(opened).toBeLessThanOrEqual(1);
          if (after.status !== 'ended') expect(numberOf(after)).toBe(numberOf(state) + opened);
          if (after.status === 'open' || after.status === 'resolved') {
            expect(after.holding.officerId).not.toBe('');
            expect(after.past.map(({ number }) => number)).toEqual(after.past.map((_, i) => i + 1));
            expect(after.holding.number).toBe(after.past.length + 1);
          }
          // An event that names a past holding leaves all but the count of events as it was.
          if (step.what === 'escalated' && past) {
            expect({ ...after, revision: 0 }).toEqual({ ...state, revision: 0 });
            reached.pastNamed += 1;
          }
          reached.holdings += opened;
          if (after.status === 'resolved') reached.resolved += 1;
          if (JSON.stringify(out).includes('all_absent')) reached.skipped += 1;
          everySkipIsNamed(out, step);
          state = after;
        }
      }),
      // Of 300 lives, between 51 and 93 acts named a past holding, and once too few.
      { numRuns: 1_000 },
    );
    // The lives drawn must have been full enough for all this to mean anything.
    for (const times of Object.values(reached)) expect(times).toBeGreaterThan(50);
  });
});

/** Every rung between the one aimed at and the one that holds it stands in `skipped`, in order, with its reason. */
function everySkipIsNamed(
  out: readonly { name: string; body: object }[],
  step: { what: string; toLevel: string },
): void {
  if (step.what !== 'escalated' && step.what !== 'triaged') return;
  for (const { name, body } of out) {
    if (name !== 'RequestAssigned') continue;
    const { assignment, skipped, reason } = body as {
      assignment: { level: string };
      skipped: { level: string; why: string }[];
      reason: { facts: Record<string, unknown> };
    };
    for (const { why } of skipped) expect(why).toMatch(/^(no_area|no_office|no_officer|all_absent)$/);
    const ladder = rungsOf(profile).map(({ id }) => id);
    const aim = step.what === 'triaged' ? 'village' : step.toLevel;
    if (!ladder.includes(aim) || reason.facts['officer'] === 'nobody_present') continue;
    expect(skipped.map(({ level }) => level)).toEqual(
      ladder.slice(ladder.indexOf(aim), ladder.indexOf(assignment.level)),
    );
  }
}
