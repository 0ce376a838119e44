import fc from 'fast-check';
import type { Outgoing } from '#contracts/catalogue.js';
import { workingMsBetween } from '#working-time/working-instant.js';
import { catalogueFault } from '../../test/catalogue-fault.js';
import { fireByTheBook } from '../../test/fire-by-the-book.js';
import { about, assigned, contextAt, officer, profile, submitted, working } from '../../test/world.js';
import { cancelWhenEnded } from './cancel-when-ended.js';
import type { EscalationContext, EscalationDecision } from './context.js';
import { type Deadline, isRunning } from './deadline.js';
import { decideExtension } from './decide-extension.js';
import { deadlineChanges } from './deadline-changes.js';
import { escalateWhenDisputed } from './escalate-when-disputed.js';
import { escalateWhenHelpAsked } from './escalate-when-help-asked.js';
import { type EscalationState, isClimbing, isHeld } from './escalation-state.js';
import { meetAcceptWhenAccepted } from './meet-accept-when-accepted.js';
import { pauseRequest } from './pause-request.js';
import { recomputeWhenCalendarChanged } from './recompute-when-calendar-changed.js';
import { rememberWhenSubmitted } from './remember-when-submitted.js';
import { renewWhenPassed } from './renew-when-passed.js';
import { requestExtension } from './request-extension.js';
import { resumeWhenDue } from './resume-when-due.js';
import { rungsOf } from './rungs.js';
import { setDeadlinesWhenAssigned } from './set-deadlines-when-assigned.js';
import { stopWhenResolved } from './stop-when-resolved.js';
import { answerSupervision, openSupervision } from './supervise-request.js';
import { setReturnDeadlineWhenReturned } from './watch-return.js';

const HOUR = 3_600_000;
const steps = fc.array(
  fc.record({
    what: fc.constantFrom(
      'assigned',
      'assigned',
      'transfer',
      'accepted',
      'resolved',
      'help',
      'disputed',
      'returned',
      'extension',
      'extensionDecision',
      'pause',
      'supervision',
      'supervisionReply',
      'closure',
      'ownEvents',
      'ownEvents',
      'ended',
    ),
    back: fc.constantFrom(0, 0, 0, 1),
    hours: fc.integer({ min: 0, max: 90 }),
    far: fc.integer({ min: 1, max: 600 }),
  }),
  { minLength: 3, maxLength: 40 },
);
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

/** What this service wrote and has not read back yet, and what of its climbs the assignment service has not answered. */
interface World {
  state: EscalationState;
  own: Outgoing[];
  climbing: Outgoing<'EscalationRaised'>[];
}

function decide(world: World, { what, back, far }: Step, context: EscalationContext): EscalationDecision {
  const { state } = world;
  const time = context.now;
  const number = isHeld(state) ? Math.max(1, state.holding.number - back) : 1;
  const n = about({ assignmentNumber: number, sealed: null });
  const later = new Date(Date.parse(time) + far * HOUR).toISOString();
  const above = { by: officer, seenNumber: number, level: null, sealed: null };
  switch (what) {
    case 'assigned': {
      const climb = world.climbing.shift();
      const rung = climb ? rungsOf(profile).find(({ id }) => id === climb.body.toLevel) : rungsOf(profile)[0];
      const current = isHeld(state) ? state.holding.number : 0;
      // As the assignment service does it: a first holding, then one for each climb of the current one that came before a solution.
      const late = climb && (climb.body.assignmentNumber !== current || isResolvedFor(state, climb));
      if ((climb === undefined) !== (current === 0) || late) return { kind: 'ignored', reason: 'no_holding' };
      const next = assigned(
        { number: current + 1, level: rung!.id, beyond: rung!.beyond },
        { cause: 'deadline' },
      );
      return setDeadlinesWhenAssigned(state, { body: next, time }, context);
    }
    case 'transfer': {
      if (!isHeld(state) || state.status === 'resolved') return { kind: 'ignored', reason: 'not_open' };
      const { level, beyond, number: current } = state.holding;
      const body = assigned({ number: current + 1, level, beyond }, { cause: 'transfer' });
      return setDeadlinesWhenAssigned(state, { body, time }, context);
    }
    case 'accepted':
      return meetAcceptWhenAccepted(state, { body: n, time }, context);
    case 'resolved':
      return stopWhenResolved(state, { body: { ...n, level: 'village' }, time }, context);
    case 'help':
      return escalateWhenHelpAsked(state, { ...n, reasonCode: 'no_power' }, context);
    case 'disputed':
      return escalateWhenDisputed(state, n, context);
    case 'returned':
      return setReturnDeadlineWhenReturned(state, { body: { ...n, reasonCode: 'not_ours' }, time }, context);
    case 'extension':
      return requestExtension(
        state,
        { by: officer, seenNumber: number, until: { duration: '3 working days' }, sealed: null },
        context,
      );
    case 'extensionDecision':
      return decideExtension(state, { ...above, grant: far % 3 > 0 }, context);
    case 'pause':
      return pauseRequest(state, { ...above, until: later, reasonCode: 'season' }, context);
    case 'supervision':
      return openSupervision(state, { ...above, replyBy: far % 2 ? later : null }, context);
    case 'supervisionReply':
      return answerSupervision(state, { by: officer, seenNumber: number, sealed: null }, context);
    case 'closure':
      return recomputeWhenCalendarChanged(state, { rule: 'closure.announced', facts: {} }, context);
    case 'ownEvents': {
      const event = world.own.shift();
      if (event?.name === 'RequestResumed') return resumeWhenDue(state, event.body, context);
      if (event?.name === 'DeadlinePassed')
        return renewWhenPassed(state, { body: event.body, time }, context);
      return { kind: 'ignored', reason: 'nothing' };
    }
    default:
      return far > 500
        ? cancelWhenEnded(state, 'withdrawn', context)
        : { kind: 'ignored', reason: 'goes_on' };
  }
}

const isResolvedFor = (state: EscalationState, { body }: Outgoing<'EscalationRaised'>): boolean =>
  isHeld(state) && state.status === 'resolved' && body.cause !== 'dispute';

/** A climb under way, a resumption or a report that this service has still to read back. */
const somethingUnderWay = ({ state, own, climbing }: World): boolean =>
  own.some(({ name }) => name === 'RequestResumed' || name === 'DeadlinePassed') ||
  climbing.some((climb) => isHeld(state) && climb.body.assignmentNumber === state.holding.number);

const begin = (): World => {
  const remembered = rememberWhenSubmitted(undefined, submitted());
  if (remembered.kind !== 'changed') throw new Error('not remembered');
  return { state: remembered.state, own: [], climbing: [] };
};

describe('whatever happens to a request, in whatever order', () => {
  it('each assignment climbs once; nothing fires early or twice; an open request has a running clock; an ended one has none', () => {
    fc.assert(
      fc.property(steps, (life) => {
        const world = begin();
        const seen = new Map<string, Deadline>();
        const fired = new Set<string>();
        const raised = new Map<number, number>();
        let now = Date.parse('2026-11-24T02:00:00.000Z');
        let closures: typeof working.closures = [];
        const count = (out: readonly Outgoing[]): void => {
          for (const event of out) {
            expect(catalogueFault(event)).toBeUndefined();
            if (event.name === 'EscalationRaised') {
              const { assignmentNumber } = event.body;
              raised.set(assignmentNumber, (raised.get(assignmentNumber) ?? 0) + 1);
              world.climbing.push(event as Outgoing<'EscalationRaised'>);
            }
            if (event.name === 'RequestResumed' || event.name === 'DeadlinePassed') world.own.push(event);
          }
        };
        for (const step of life) {
          now += step.hours * HOUR;
          const at = new Date(now).toISOString();
          if (step.what === 'closure')
            closures = [{ area: '310106', from: at.slice(0, 10), until: at.slice(0, 10), reason: '防汛' }];
          const before = world.state;
          const passing = fireByTheBook(before, at);
          for (const one of before.deadlines)
            if (
              isRunning(one) &&
              passing.state.deadlines.some((x) => x.kind === one.kind && x.state === 'fired')
            ) {
              expect(one.dueAt <= at).toBe(true);
              expect(fired.has(keyOf(one))).toBe(false);
              fired.add(keyOf(one));
            }
          world.state = passing.state;
          count(passing.events);
          const decision = decide(world, step, contextAt(at, { ...working, closures }));
          if (decision.kind !== 'changed') continue;
          // A solution proves that a climb raised before was void: it may climb once more, by dispute.
          if (step.what === 'resolved' && isHeld(decision.state))
            raised.delete(decision.state.holding.number);
          const changes = deadlineChanges(world.state, decision.state);
          for (const one of changes.opened) {
            expect(seen.has(keyOf(one))).toBe(false);
            seen.set(keyOf(one), one);
          }
          world.state = decision.state;
          count(decision.events);

          for (const times of raised.values()) expect(times).toBeLessThanOrEqual(1);
          const { state } = world;
          if (state.status === 'ended') expect(state.deadlines.some(isRunning)).toBe(false);
          if (isHeld(state) && !state.deadlines.some(isRunning))
            expect(somethingUnderWay(world) || isClimbing(state)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a pause takes no working time and gives none', () => {
    const start = Date.parse('2026-03-02T01:00:00.000Z');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 160 }), fc.integer({ min: 1, max: 700 }), (after, length) => {
        const at = (hours: number) => new Date(start + hours * HOUR).toISOString();
        const [opened, until] = [at(0), at(after + length)];
        const first = begin().state;
        const body = assigned();
        const open = mustBe(setDeadlinesWhenAssigned(first, { body, time: opened }, contextAt(opened)));
        const accepted = mustBe(
          meetAcceptWhenAccepted(
            open,
            { body: about({ assignmentNumber: 1 }), time: opened },
            contextAt(opened),
          ),
        );
        const act = { by: officer, seenNumber: 1, level: null, sealed: null, until, reasonCode: 'season' };
        const decision = pauseRequest(accepted, act, contextAt(at(after)));
        fc.pre(decision.kind === 'changed');
        const over = mustBe(
          resumeWhenDue(mustBe(decision), about({ assignmentNumber: 1 }), contextAt(until)),
        );
        const dueBefore = dueOf(accepted);
        const left = workingMsBetween(start + after * HOUR, dueBefore, working);
        expect(workingMsBetween(Date.parse(until), dueOf(over), working)).toBe(left);
      }),
      { numRuns: 300 },
    );
  });
});

const keyOf = ({ assignmentNumber, kind, ordinal }: Deadline): string =>
  `${assignmentNumber}.${kind}.${ordinal}`;

const dueOf = ({ deadlines }: EscalationState): number =>
  Date.parse(deadlines.find(({ kind }) => kind === 'resolve')!.dueAt);

function mustBe(decision: EscalationDecision): EscalationState {
  if (decision.kind !== 'changed') throw new Error(JSON.stringify(decision));
  return decision.state;
}
