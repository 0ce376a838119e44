import fc from 'fast-check';
import type { Outgoing } from '#contracts/catalogue.js';
import { calendarOf, withAnnouncement } from '#working-time/calendar.js';
import type { WorkingContext } from '#working-time/working-index.js';
import { catalogueFault } from '../../test/catalogue-fault.js';
import { fireByTheBook } from '../../test/fire-by-the-book.js';
import { about, assigned, contextAt, held, officer, profile, working } from '../../test/world.js';
import type { EscalationContext, EscalationDecision } from './context.js';
import { countDue } from './count-due.js';
import { deadlineChanges } from './deadline-changes.js';
import { type Deadline, isRunning } from './deadline.js';
import { escalateWhenDisputed } from './escalate-when-disputed.js';
import { type EscalationState, isHeld } from './escalation-state.js';
import { meetAcceptWhenAccepted } from './meet-accept-when-accepted.js';
import { pauseRequest } from './pause-request.js';
import { recomputeWhenCalendarChanged } from './recompute-when-calendar-changed.js';
import { requestExtension } from './request-extension.js';
import { resumeWhenDue } from './resume-when-due.js';
import { rungsOf } from './rungs.js';
import { setDeadlinesWhenAssigned } from './set-deadlines-when-assigned.js';
import { stopWhenResolved } from './stop-when-resolved.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-12-24T02:00:00.000Z');
/** A month, so that an index of it is made in no time; it ends within reach of the deadlines. */
const DECEMBER: WorkingContext = {
  ...working,
  calendar: calendarOf({
    ...{ version: 'december', coverageFrom: '2026-12-01', coverageUntil: '2026-12-31' },
    rows: [{ kind: 'holiday', from: '2026-12-25', until: '2026-12-25', name: '节' }],
  }),
};

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...(['holiday', 'makeup', 'closure', 'holiday', 'makeup', 'closure'] as const),
      ...(['accepted', 'resolved', 'disputed', 'assigned', 'extension', 'pause', 'resumed', 'time'] as const),
    ),
    hours: fc.integer({ min: 0, max: 12 }),
    /** Days from now to the first day that changes, and how many do. */
    ahead: fc.integer({ min: -1, max: 6 }),
    length: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 2, maxLength: 10 },
);
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

/** The calendar after the step; the same where it changes nothing of it. */
function calendarAfter(before: WorkingContext, step: Step, now: number, n: number): WorkingContext {
  const { what, ahead, length } = step;
  const [from, until] = [dayAt(now + ahead * DAY), dayAt(now + (ahead + length - 1) * DAY)];
  if (what === 'closure') {
    const closure = { area: '310106', from, until, reason: `停电检修 ${n}` };
    return { ...before, closures: [...before.closures, closure] };
  }
  if (what !== 'holiday' && what !== 'makeup') return before;
  const rows = [{ kind: what, from, until, name: `调休 ${n}` }];
  // An announcement may not leave a gap behind the one before it.
  const coverageFrom = from < before.calendar.coverageUntil ? from : before.calendar.coverageUntil;
  const announcement = { version: `${n}`, coverageFrom, coverageUntil: until, rows };
  return { ...before, calendar: withAnnouncement(before.calendar, announcement) };
}

const dayAt = (at: number): string => new Date(at + 8 * HOUR).toISOString().slice(0, 10);

function act(state: EscalationState, { what, length }: Step, context: EscalationContext): EscalationDecision {
  const time = context.now;
  if (!isHeld(state)) return { kind: 'ignored', reason: 'not_held' };
  const { number, level } = state.holding;
  const n = about({ assignmentNumber: number, sealed: null });
  const until = new Date(Date.parse(time) + length * DAY).toISOString();
  const rungs = rungsOf(profile);
  const above = rungs[Math.min(rungs.findIndex(({ id }) => id === level) + 1, rungs.length - 1)]!;
  switch (what) {
    case 'accepted':
      return meetAcceptWhenAccepted(state, { body: n, time }, context);
    case 'resolved':
      return stopWhenResolved(state, { body: { ...n, level }, time }, context);
    case 'disputed':
      return escalateWhenDisputed(state, n, context);
    case 'assigned': {
      const next = { number: number + 1, level: above.id, beyond: above.beyond };
      return setDeadlinesWhenAssigned(state, { body: assigned(next, { cause: 'deadline' }), time }, context);
    }
    case 'extension': {
      const wish = { by: officer, seenNumber: number, until: { duration: '3 working days' }, sealed: null };
      return requestExtension(state, wish, context);
    }
    case 'pause': {
      const order = { by: officer, seenNumber: number, level: null, sealed: null, reasonCode: 'season' };
      return pauseRequest(state, { ...order, until }, context);
    }
    case 'resumed':
      return resumeWhenDue(state, n, context);
    default:
      return { kind: 'ignored', reason: 'time passes' };
  }
}

/** What the store would hold: each deadline ends once, by its firing or by being struck off. */
class Table {
  readonly rows = new Map<string, 'pending' | 'fired' | 'done'>();

  open(one: Deadline): void {
    expect(this.rows.has(keyOf(one))).toBe(false);
    this.rows.set(keyOf(one), 'pending');
  }

  end(one: Deadline, as: 'fired' | 'done'): void {
    expect([keyOf(one), this.rows.get(keyOf(one))]).toEqual([keyOf(one), 'pending']);
    this.rows.set(keyOf(one), as);
  }

  save(before: EscalationState | undefined, after: EscalationState): void {
    const { opened, ended } = deadlineChanges(before, after);
    for (const one of ended) this.end(one, 'done');
    for (const one of opened) this.open(one);
    const pending = [...this.rows].filter(([, state]) => state === 'pending').map(([key]) => key);
    expect(pending.sort()).toEqual(after.deadlines.filter(isRunning).map(keyOf).sort());
  }
}

function expectCountedAgain(before: EscalationState, decision: EscalationDecision, at: WorkingContext): void {
  const ran = before.deadlines.filter(isRunning);
  const stale = ran.filter(({ counted, dueAt, provisional }) => {
    const due = counted.by === 'before' ? null : countDue(counted, at);
    return due && (due.dueAt !== dueAt || due.provisional !== provisional);
  });
  if (stale.length > 0) expect(decision.kind).toBe('changed');
  if (decision.kind !== 'changed') return;
  const { state, events } = decision;
  const { opened, ended } = deadlineChanges(before, state);
  for (const one of stale) {
    expect(ended.filter(({ kind }) => kind === one.kind)).toEqual([one]);
    const [next, ...more] = opened.filter(({ kind }) => kind === one.kind);
    expect(more).toEqual([]);
    expect(next).toMatchObject({ ordinal: one.ordinal + 1, rule: one.rule, ...dueOf(one, at) });
  }
  // A warning follows the deadline it warns of, or ends where it would come too late.
  const others = ended.filter((one) => !stale.includes(one));
  expect(others.every(({ kind }) => kind === 'warn')).toBe(true);
  for (const one of ran) if (!ended.includes(one)) expect(state.deadlines).toContain(one);
  expectReason(events, stale, state);
}

/** One event, with the rule that moved them and the kinds that moved, and all that run now. */
function expectReason(events: readonly Outgoing[], moved: readonly Deadline[], state: EscalationState): void {
  expect(events.map(({ name }) => name)).toEqual(['DeadlinesSet']);
  const [event] = events as readonly [Outgoing<'DeadlinesSet'>];
  expect(catalogueFault(event)).toBeUndefined();
  const { reason, deadlines } = event.body;
  expect(reason.rule).toBe('calendar.imported');
  expect(reason.facts['moved']).toEqual(expect.arrayContaining(moved.map(({ kind }) => kind)));
  expect(deadlines.map(({ kind, dueAt }) => `${kind} ${dueAt}`).sort()).toEqual(
    state.deadlines
      .filter(isRunning)
      .map(({ kind, dueAt }) => `${kind} ${dueAt}`)
      .sort(),
  );
}

it('holidays, make-up days, closures and reopenings while deadlines run: each is counted again with a reason, the old one struck off once', () => {
  let moved = 0;
  fc.assert(
    fc.property(steps, (life) => {
      let now = START;
      let at = DECEMBER;
      let state: EscalationState = held({}, {}, contextAt(new Date(now).toISOString(), at));
      const table = new Table();
      table.save(undefined, state);
      const take = (decision: EscalationDecision): void => {
        if (decision.kind !== 'changed') return;
        table.save(state, decision.state);
        state = decision.state;
      };
      for (const [n, step] of life.entries()) {
        now += step.hours * HOUR;
        const context = (): EscalationContext => contextAt(new Date(now).toISOString(), at);
        const passed: EscalationState = fireByTheBook(state, context().now).state;
        for (const one of state.deadlines)
          if (isRunning(one) && !passed.deadlines.includes(one)) table.end(one, 'fired');
        state = passed;
        const changedCalendar = calendarAfter(at, step, now, n);
        if (changedCalendar === at) {
          take(act(state, step, context()));
          continue;
        }
        at = changedCalendar;
        const why = { rule: 'calendar.imported' as const, facts: {} };
        const decision = recomputeWhenCalendarChanged(state, why, context());
        expectCountedAgain(state, decision, at);
        if (decision.kind === 'changed') moved += 1;
        take(decision);
        expect(recomputeWhenCalendarChanged(state, why, context()).kind).toBe('ignored');
      }
    }),
    { numRuns: 10_000 },
  );
  // The lives are such that calendars matter in them.
  expect(moved).toBeGreaterThan(4_000);
});

const keyOf = ({ assignmentNumber, kind, ordinal }: Deadline): string =>
  `${assignmentNumber}.${kind}.${ordinal}`;

function dueOf({ counted }: Deadline, at: WorkingContext) {
  const { dueAt, provisional } = countDue(counted, at)!;
  return { dueAt, provisional };
}
