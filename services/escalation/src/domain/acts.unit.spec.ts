import { withAnnouncement } from '#working-time/calendar.js';
import { workingMsBetween } from '#working-time/working-instant.js';
import { catalogueFault } from '../../test/catalogue-fault.js';
import { fireByTheBook } from '../../test/fire-by-the-book.js';
import {
  about,
  assigned,
  contextAt,
  deadline,
  held,
  mustChange,
  names,
  officer,
  running,
  TUESDAY_10,
  waiting,
  working,
} from '../../test/world.js';
import { decideExtension } from './decide-extension.js';
import type { EscalationState } from './escalation-state.js';
import { meetAcceptWhenAccepted } from './meet-accept-when-accepted.js';
import { pauseRequest } from './pause-request.js';
import { recomputeWhenCalendarChanged } from './recompute-when-calendar-changed.js';
import { renewWhenPassed } from './renew-when-passed.js';
import { requestExtension } from './request-extension.js';
import { resumeWhenDue } from './resume-when-due.js';
import { setDeadlinesWhenAssigned } from './set-deadlines-when-assigned.js';
import { stopWhenResolved } from './stop-when-resolved.js';
import { answerSupervision, openSupervision } from './supervise-request.js';

const NOW = contextAt(TUESDAY_10);
const RESOLVE_BY = '2026-12-01T02:00:00.000Z';
const UNTIL = '2026-12-03T09:00:00.000Z';
const above = { by: { ...officer, level: 'street' }, seenNumber: 1, level: 'street', sealed: null };
const wish = { by: officer, seenNumber: 1, until: UNTIL, sealed: null };
const code = (decision: object) => ('code' in decision ? decision.code : decision);
const ask = (state: EscalationState = held(), changes = {}, context = NOW) =>
  requestExtension(state, { ...wish, ...changes }, context);

describe('more time is asked for', () => {
  it('then one level up has its time to decide, and nothing moves yet', () => {
    const { state, events } = mustChange(ask());
    expect(names(events)).toEqual(['ExtensionRequested', 'DeadlinesSet']);
    expect(running(state)).toEqual({ ...running(held()), extension_decision: '2026-11-25T02:00:00.000Z' });
    for (const event of events) expect(catalogueFault(event)).toBeUndefined();
  });

  it('as a length of time, then it is counted from the deadline as it stands', () => {
    const { state } = mustChange(ask(held(), { until: { duration: '2 working days' } }));
    expect(state).toMatchObject({ pendingExtension: { until: '2026-12-03T02:00:00.000Z' } });
  });

  it.each([
    ['extension_after_expiry', {}, RESOLVE_BY],
    ['extension_not_later', { until: RESOLVE_BY }, TUESDAY_10],
    ['extension_too_long', { until: '2027-12-03T09:00:00.000Z' }, TUESDAY_10],
    ['past_assignment', { seenNumber: 0 }, TUESDAY_10],
    ['deadlines_not_set_yet', { seenNumber: 2 }, TUESDAY_10],
  ])('is refused: %s', (refusal, changes, now) => {
    const expected = refusal === 'past_assignment' ? 'precondition_failed' : refusal;
    expect(code(ask(held(), changes, contextAt(now)))).toBe(expected);
  });

  it('is refused twice, on the rung beyond, and where nobody holds it', () => {
    expect(code(ask(mustChange(ask()).state))).toBe('extension_pending');
    expect(code(ask(held({ level: 'district', beyond: true })))).toBe('extension_not_here');
    expect(code(requestExtension(undefined, wish, NOW))).toBe('request_not_found');
    expect(code(ask(waiting(), { seenNumber: 0 }))).toBe('not_assigned_yet');
  });
});

describe('one level up decides on more time', () => {
  const decide = (grant: boolean, changes = {}, context = NOW) =>
    decideExtension(mustChange(ask()).state, { ...above, grant, ...changes }, context);

  it('grants: the deadline moves, its warning with it', () => {
    const { state, events } = mustChange(decide(true));
    expect(running(state)).toEqual({
      accept: running(held())['accept'],
      resolve: UNTIL,
      warn: '2026-12-02T09:00:00.000Z',
    });
    expect(deadline(state, 'resolve')).toMatchObject({ ordinal: 2, rule: 'extension.granted' });
    expect(deadline(state, 'resolve').consequence?.body).toMatchObject({ dueAt: UNTIL, assignmentNumber: 1 });
    expect(events).toMatchObject([
      { name: 'ExtensionDecided', body: { granted: true, until: UNTIL } },
      { name: 'DeadlinesSet' },
    ]);
    expect(code(ask(state, { until: '2026-12-05T02:00:00.000Z' }))).toBe('extension_used_up');
  });

  it('refuses: the deadline stays', () => {
    const { state, events } = mustChange(decide(false));
    expect(running(state)).toEqual(running(held()));
    expect(events).toMatchObject([
      { name: 'ExtensionDecided', body: { granted: false, until: RESOLVE_BY } },
      {},
    ]);
  });

  it('may not at the holder’s own level, without a wish, or after expiry', () => {
    expect(code(decide(true, { level: 'village' }))).toBe('not_one_level_up');
    expect(code(decideExtension(held(), { ...above, grant: true }, NOW))).toBe('no_extension_pending');
    expect(code(decide(true, {}, contextAt(RESOLVE_BY)))).toBe('extension_after_expiry');
  });

  it('an administrator may', () => {
    expect(decide(true, { level: null }).kind).toBe('changed');
  });
});

describe('the clock of the work is paused', () => {
  const until = '2026-12-24T01:00:00.000Z'; // Thursday 09:00
  const pause = (state: EscalationState = held(), changes = {}, context = NOW) =>
    pauseRequest(state, { ...above, until, reasonCode: 'season', ...changes }, context);
  const resumed = () =>
    resumeWhenDue(mustChange(pause()).state, about({ assignmentNumber: 1 }), contextAt(until));

  it('then only the resumption runs', () => {
    const { state, events } = mustChange(pause());
    expect(running(state)).toEqual({ resume: until });
    expect(deadline(state, 'resume').consequence).toMatchObject({ name: 'RequestResumed' });
    expect(names(events)).toEqual(['RequestPaused', 'DeadlinesSet']);
    for (const event of [...events, deadline(state, 'resume').consequence!])
      expect(catalogueFault(event)).toBeUndefined();
  });

  it('when it is over, then exactly the working time that was left is left', () => {
    const { state } = mustChange(resumed());
    const left = (due: string, from: string) => workingMsBetween(Date.parse(from), Date.parse(due), working);
    for (const kind of ['accept', 'resolve'] as const)
      expect(left(deadline(state, kind).dueAt, until)).toBe(left(running(held())[kind]!, TUESDAY_10));
    expect(running(state)).toHaveProperty('warn');
    expect(state.status).toBe('open');
    expect(resumeWhenDue(state, about({ assignmentNumber: 1 }), contextAt(until))).toMatchObject({
      reason: 'not_paused',
    });
  });

  it.each([
    ['not_one_level_up', { level: 'village' }, TUESDAY_10],
    ['unknown_reason_code', { reasonCode: 'mood' }, TUESDAY_10],
    ['not_in_the_future', { until: TUESDAY_10 }, TUESDAY_10],
    ['pause_too_long', { until: '2027-12-24T01:00:00.000Z' }, TUESDAY_10],
    ['pause_after_expiry', {}, '2026-11-24T07:30:00.000Z'],
  ])('is refused: %s', (refusal, changes, now) => {
    expect(code(pause(held(), changes, contextAt(now)))).toBe(refusal);
  });

  it('is refused while a deadline that was only reported is about to be set again', () => {
    const beyond = held({ level: 'district', beyond: true });
    const passedAt = running(beyond)['beyond_reply']!;
    const { state: reported } = fireByTheBook(beyond, passedAt);
    const fromAbove = { seenNumber: 1, level: null, until: '2027-01-05T01:00:00.000Z' };
    expect(code(pause(reported, fromAbove, contextAt(passedAt)))).toBe('pause_after_expiry');
    const body = about({ assignmentNumber: 1, kind: 'beyond_reply', dueAt: passedAt });
    const renewed = mustChange(renewWhenPassed(reported, { body, time: passedAt }, contextAt(passedAt)));
    const paused = mustChange(pause(renewed.state, fromAbove, contextAt(passedAt)));
    const goesOn = resumeWhenDue(
      paused.state,
      about({ assignmentNumber: 1 }),
      contextAt('2027-01-05T01:00:00.000Z'),
    );
    expect(running(mustChange(goesOn).state)).toHaveProperty('beyond_reply');
  });

  it('brings nothing forward: due as the office opens, it stays due then', () => {
    // Taken on Tuesday before the office opened: five working days later it is due at an opening.
    const tuesdayEarly = '2026-11-23T16:30:00.000Z';
    const assignedEarly = setDeadlinesWhenAssigned(waiting(), { body: assigned(), time: tuesdayEarly }, NOW);
    const accepted = meetAcceptWhenAccepted(
      mustChange(assignedEarly).state,
      { body: about({ assignmentNumber: 1 }), time: TUESDAY_10 },
      NOW,
    );
    const atOpening = '2026-12-01T01:00:00.000Z';
    expect(running(mustChange(accepted).state)).toHaveProperty('resolve', atOpening);
    const ten = '2026-11-30T14:00:00.000Z'; // Monday 22:00
    const { state } = mustChange(
      pause(mustChange(accepted).state, { until: ten }, contextAt('2026-11-30T12:00:00.000Z')),
    );
    const goesOn = mustChange(resumeWhenDue(state, about({ assignmentNumber: 1 }), contextAt(ten)));
    expect(running(goesOn.state)).toHaveProperty('resolve', atOpening);
  });

  it('a solution ends it', () => {
    const body = about({ assignmentNumber: 1, level: 'village', sealed: null });
    const { state } = mustChange(
      stopWhenResolved(mustChange(pause()).state, { body, time: TUESDAY_10 }, NOW),
    );
    expect(state).not.toHaveProperty('pause');
    expect(running(state)).toHaveProperty('follow_up');
    expect(running(state)).not.toHaveProperty('resume');
  });
});

describe('a desk above supervises', () => {
  const open = (changes = {}) => openSupervision(held(), { ...above, replyBy: null, ...changes }, NOW);

  it('then the holder owes a reply, and replies', () => {
    const { state, events } = mustChange(open());
    expect(running(state)).toEqual({ ...running(held()), supervision_reply: '2026-11-25T02:00:00.000Z' });
    expect(names(events)).toEqual(['SupervisionOpened', 'DeadlinesSet']);
    const answered = mustChange(answerSupervision(state, { by: officer, seenNumber: 1, sealed: null }, NOW));
    expect(running(answered.state)).toEqual(running(held()));
    expect(names(answered.events)).toEqual(['SupervisionAnswered', 'DeadlinesSet']);
  });

  it('is refused from the same level, twice, for the past, and nobody replies to nothing', () => {
    expect(code(open({ level: 'village' }))).toBe('not_one_level_up');
    expect(code(open({ replyBy: '2026-11-01T00:00:00.000Z' }))).toBe('not_in_the_future');
    const { state } = mustChange(open());
    expect(code(openSupervision(state, { ...above, replyBy: null }, NOW))).toBe('supervision_open');
    expect(code(answerSupervision(held(), { by: officer, seenNumber: 1, sealed: null }, NOW))).toBe(
      'no_supervision_open',
    );
  });
});

describe('the calendar changes', () => {
  const why = { rule: 'calendar.imported' as const, facts: { calendarVersion: 'test-2027' } };
  // Held on Monday, 28 December 2026: five working days end in a year nobody has announced yet.
  const late = '2026-12-28T02:00:00.000Z';
  const context = contextAt(late);
  const provisional = () => {
    const state = held({}, {}, context);
    return recomputeFrom(state, late);
  };
  const recomputeFrom = (state: EscalationState, from: string): EscalationState => ({
    ...state,
    deadlines: state.deadlines.map((one) =>
      one.counted.by === 'duration' ? { ...one, counted: { ...one.counted, from } } : one,
    ),
  });
  const announced = {
    ...working,
    calendar: withAnnouncement(working.calendar, {
      version: 'test-2027',
      coverageFrom: '2027-01-01',
      coverageUntil: '2027-12-31',
      rows: [{ kind: 'holiday', from: '2027-01-01', until: '2027-01-03', name: '元旦' }],
    }),
  };

  it('then what it touches is counted again, once, and says why', () => {
    const before = mustChange(recomputeWhenCalendarChanged(provisional(), why, context)).state;
    expect(deadline(before, 'resolve')).toMatchObject({
      dueAt: '2027-01-04T02:00:00.000Z',
      provisional: true,
    });
    const after = mustChange(recomputeWhenCalendarChanged(before, why, contextAt(late, announced)));
    expect(deadline(after.state, 'resolve')).toMatchObject({
      dueAt: '2027-01-05T02:00:00.000Z',
      provisional: false,
      ordinal: 3,
    });
    expect(after.events).toMatchObject([
      { name: 'DeadlinesSet', body: { reason: { rule: 'calendar.imported' } } },
    ]);
    expect(recomputeWhenCalendarChanged(after.state, why, contextAt(late, announced))).toMatchObject({
      reason: 'unchanged',
    });
  });

  it('then what it does not touch stays as it is', () => {
    expect(recomputeWhenCalendarChanged(held(), why, contextAt(TUESDAY_10, announced))).toMatchObject({
      reason: 'unchanged',
    });
  });

  it('a closure moves what was firm', () => {
    const closed = { ...working, closures: [{ area: '310106', from: '2026-11-26', reason: '防汛' }] };
    const { state } = mustChange(
      recomputeWhenCalendarChanged(
        held(),
        { rule: 'closure.announced', facts: {} },
        contextAt(TUESDAY_10, closed),
      ),
    );
    expect(running(state)['resolve']).toBe('2026-12-02T02:00:00.000Z');
    expect(running(state)['warn']).toBe('2026-12-01T02:00:00.000Z');
  });
});
