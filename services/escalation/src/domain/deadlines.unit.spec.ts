import type { BodyOf } from '#contracts/catalogue.js';
import { catalogueFault } from '../../test/catalogue-fault.js';
import {
  about,
  assigned,
  contextAt,
  deadline,
  held,
  mustChange,
  names,
  requestId,
  running,
  STREET,
  TUESDAY_10,
  waiting,
} from '../../test/world.js';
import { fireByTheBook } from '../../test/fire-by-the-book.js';
import { cancelWhenEnded } from './cancel-when-ended.js';
import { escalateWhenDisputed } from './escalate-when-disputed.js';
import { escalateWhenHelpAsked } from './escalate-when-help-asked.js';
import { isHeld, type EscalationState } from './escalation-state.js';
import { meetAcceptWhenAccepted } from './meet-accept-when-accepted.js';
import { renewWhenPassed } from './renew-when-passed.js';
import { setDeadlinesWhenAssigned } from './set-deadlines-when-assigned.js';
import {
  setTriageDeadlineWhenQueued,
  stopTriageDeadlineWhenTriaged,
} from './set-triage-deadline-when-queued.js';
import { stopWhenResolved } from './stop-when-resolved.js';
import { setReturnDeadlineWhenReturned, stopReturnDeadlineWhenDecided } from './watch-return.js';

const NOW = contextAt(TUESDAY_10);
const at = <B>(body: B, time = TUESDAY_10) => ({ body, time });

describe('a request waits for triage', () => {
  const queued = () => mustChange(setTriageDeadlineWhenQueued(waiting(), at(about({ areaCode: null })), NOW));

  it('given it is queued, then people have as long as the profile says, and passing it is reported', () => {
    const { state, events } = queued();
    expect(running(state)).toEqual({ triage: '2026-11-24T04:00:00.000Z' });
    expect(deadline(state, 'triage').consequence).toMatchObject({
      name: 'DeadlinePassed',
      body: { assignmentNumber: 0, kind: 'triage', requestId },
    });
    expect(events).toMatchObject([{ name: 'DeadlinesSet', body: { assignmentNumber: 0, next: null } }]);
  });

  it('when it is triaged, then nothing runs any more', () => {
    const triaged = about({
      areaCode: null,
      category: 'general',
      severity: 'ordinary' as const,
      kind: 'ordinary' as const,
      entryLevel: 'village',
    });
    const { state, events } = mustChange(stopTriageDeadlineWhenTriaged(queued().state, triaged, NOW));
    expect(running(state)).toEqual({});
    expect(events).toMatchObject([{ name: 'DeadlinesSet', body: { deadlines: [] } }]);
    expect(stopTriageDeadlineWhenTriaged(waiting(), triaged, NOW)).toMatchObject({ reason: 'not_queued' });
  });
});

describe('a request is assigned', () => {
  it('then accept, warn and resolve run as the level says, and next names the climb', () => {
    const { state, events } = mustChange(setDeadlinesWhenAssigned(waiting(), at(assigned()), NOW));
    expect(running(state)).toEqual({
      accept: '2026-11-24T07:30:00.000Z',
      warn: '2026-11-30T02:00:00.000Z',
      resolve: '2026-12-01T02:00:00.000Z',
    });
    expect(events).toMatchObject([
      {
        name: 'DeadlinesSet',
        body: {
          assignmentNumber: 1,
          deadlines: [{ kind: 'accept' }, { kind: 'warn' }, { kind: 'resolve' }],
          next: { level: 'street', at: '2026-11-24T07:30:00.000Z', rule: 'deadline.accept' },
          calendarVersion: 'gov-cn-2026.1',
        },
      },
    ]);
    for (const { consequence } of state.deadlines) expect(catalogueFault(consequence!)).toBeUndefined();
    expect(catalogueFault(events[0]!)).toBeUndefined();
  });

  it('then each deadline carries what happens, with the facts', () => {
    expect(deadline(held(), 'resolve').consequence).toMatchObject({
      name: 'EscalationRaised',
      body: {
        assignmentNumber: 1,
        fromLevel: 'village',
        toLevel: 'street',
        beyond: false,
        cause: 'deadline',
        dueAt: '2026-12-01T02:00:00.000Z',
        reason: {
          rule: 'deadline.resolve',
          facts: {
            within: '5 working days',
            from: TUESDAY_10,
            clause: 'levels.village.resolve.ordinary',
            dueAt: '2026-12-01T02:00:00.000Z',
          },
        },
      },
    });
    expect(deadline(held(), 'warn').consequence).toMatchObject({
      name: 'DeadlineWarned',
      body: { kind: 'resolve', dueAt: '2026-12-01T02:00:00.000Z' },
    });
  });

  it('given an emergency, then minutes count day and night, and no warning lies before the start', () => {
    expect(running(held({}, { severity: 'emergency' }))).toEqual({
      accept: '2026-11-24T02:10:00.000Z',
      resolve: '2026-11-24T04:00:00.000Z',
    });
  });

  it('given the top level, then the climb goes to the rung beyond; there, only the reply runs', () => {
    const street = held({ level: 'street', areaCode: STREET });
    expect(deadline(street, 'resolve').consequence).toMatchObject({
      body: { toLevel: 'district', beyond: true },
    });
    const beyond = held({ level: 'district', beyond: true });
    expect(running(beyond)).toEqual({ beyond_reply: '2026-12-08T02:00:00.000Z' });
    expect(deadline(beyond, 'beyond_reply').consequence).toMatchObject({ name: 'DeadlinePassed' });
  });

  it('given an escalation, then everything begins anew; a past one changes nothing', () => {
    const later = '2026-11-26T02:00:00.000Z';
    const next = assigned(
      { number: 2, level: 'street', areaCode: STREET },
      { cause: 'deadline', previous: 1 },
    );
    const { state } = mustChange(setDeadlinesWhenAssigned(held(), at(next, later), contextAt(later)));
    expect(running(state)).toMatchObject({ resolve: '2026-12-03T02:00:00.000Z' });
    expect(state).toMatchObject({ holding: { number: 2 }, past: [{ number: 1 }] });
    expect(setDeadlinesWhenAssigned(state, at(next, later), contextAt(later))).toMatchObject({
      reason: 'past_assignment',
    });
    expect(setDeadlinesWhenAssigned(state, at(assigned()), NOW)).toMatchObject({ reason: 'past_assignment' });
  });

  it.each(['transfer', 'absence'])(
    'given a %s, then the due times stay and name the new holding',
    (cause) => {
      const later = '2026-11-24T03:00:00.000Z';
      const body = assigned({ number: 2, officerId: 'officer-2' }, { cause: cause as never, previous: 1 });
      const before = held();
      const { state } = mustChange(setDeadlinesWhenAssigned(before, at(body, later), contextAt(later)));
      expect(running(state)).toEqual(running(before));
      for (const one of state.deadlines) {
        expect(one.assignmentNumber).toBe(2);
        expect(one.consequence?.body).toMatchObject({ assignmentNumber: 2 });
      }
    },
  );

  it('given a climb that came too late for a transferred holding, then it fires at once for the new one', () => {
    const late = '2026-11-24T08:00:00.000Z';
    const fired = fireByTheBook(held(), late);
    expect(names(fired.events)).toEqual(['EscalationRaised']);
    const body = assigned({ number: 2 }, { cause: 'transfer', previous: 1 });
    const { state } = mustChange(setDeadlinesWhenAssigned(fired.state, at(body, late), contextAt(late)));
    const again = fireByTheBook(state, late);
    expect(again.events).toMatchObject([{ name: 'EscalationRaised', body: { assignmentNumber: 2 } }]);
  });
});

describe('the holder works', () => {
  it('accepts: the accept deadline is met', () => {
    const { state } = mustChange(meetAcceptWhenAccepted(held(), at(about({ assignmentNumber: 1 })), NOW));
    expect(running(state)).not.toHaveProperty('accept');
    expect(deadline(state, 'accept').state).toBe('met');
    expect(meetAcceptWhenAccepted(held(), at(about({ assignmentNumber: 7 })), NOW)).toMatchObject({
      reason: 'past_assignment',
    });
  });

  const resolved = (state: EscalationState = held()) =>
    mustChange(
      stopWhenResolved(state, at(about({ assignmentNumber: 1, level: 'village', sealed: null })), NOW),
    );

  it('resolves: only the follow-up runs', () => {
    expect(running(resolved().state)).toEqual({ follow_up: '2026-12-01T02:00:00.000Z' });
    expect(resolved().state.status).toBe('resolved');
  });

  it('asks for help: one escalation, no second by the deadline', () => {
    const asked = about({ assignmentNumber: 1, reasonCode: 'no_power', sealed: null });
    const { state, events } = mustChange(escalateWhenHelpAsked(held(), asked, NOW));
    expect(events).toMatchObject([
      {
        name: 'EscalationRaised',
        body: { cause: 'help', toLevel: 'street', reason: { facts: { reasonCode: 'no_power' } } },
      },
    ]);
    expect(escalateWhenHelpAsked(state, asked, NOW)).toMatchObject({ reason: 'already_escalated' });
    expect(names(fireByTheBook(state, '2027-01-01T00:00:00.000Z').events)).not.toContain('EscalationRaised');
  });

  it('wants to return it: one level up has its time; the holder’s own runs on', () => {
    const { state } = mustChange(
      setReturnDeadlineWhenReturned(
        held(),
        at(about({ assignmentNumber: 1, reasonCode: 'not_ours', sealed: null })),
        NOW,
      ),
    );
    expect(running(state)).toMatchObject({ ...running(held()), return_decision: '2026-11-24T07:30:00.000Z' });
    const decided = stopReturnDeadlineWhenDecided(
      state,
      about({ assignmentNumber: 1, accepted: false, sealed: null }),
      NOW,
    );
    expect(running(mustChange(decided).state)).toEqual(running(held()));
  });

  describe('the requester disputes', () => {
    const dispute = about({ assignmentNumber: 1, sealed: null });

    it('then it climbs one level', () => {
      const { events } = mustChange(escalateWhenDisputed(resolved().state, dispute, NOW));
      expect(events).toMatchObject([
        { name: 'EscalationRaised', body: { cause: 'dispute', fromLevel: 'village', toLevel: 'street' } },
      ]);
    });

    it('given a deadline’s escalation that the solution made void, then it climbs all the same', () => {
      const escalated = fireByTheBook(held(), '2026-11-24T08:00:00.000Z').state;
      expect(escalated.escalatedNumber).toBe(1);
      const after = resolved(escalated).state;
      expect(mustChange(escalateWhenDisputed(after, dispute, NOW)).events).toHaveLength(1);
    });

    it('on the last rung, then it is reopened there', () => {
      const beyond = held({ level: 'district', beyond: true });
      const { events } = mustChange(escalateWhenDisputed(resolved(beyond).state, dispute, NOW));
      expect(events).toMatchObject([{ body: { toLevel: 'district', beyond: true } }]);
    });

    it('given it is not resolved, then nothing', () => {
      expect(escalateWhenDisputed(held(), dispute, NOW)).toMatchObject({ reason: 'not_resolved' });
    });
  });
});

describe('nothing happens', () => {
  it('beyond the top: told, and the clock runs again', () => {
    const late = '2026-12-08T02:00:00.000Z';
    const fired = fireByTheBook(held({ level: 'district', beyond: true }), late);
    expect(fired.events).toMatchObject([{ name: 'DeadlinePassed', body: { kind: 'beyond_reply' } }]);
    const body = fired.events[0]!.body as BodyOf<'DeadlinePassed'>;
    const { state } = mustChange(renewWhenPassed(fired.state, at(body, late), contextAt(late)));
    expect(running(state)).toEqual({ beyond_reply: '2026-12-22T02:00:00.000Z' });
    expect(deadline(state, 'beyond_reply').ordinal).toBe(2);
    expect(renewWhenPassed(state, at(body, late), contextAt(late))).toMatchObject({
      reason: 'running_already',
    });
  });
});

describe('a request ends', () => {
  it.each(['closed', 'withdrawn', 'declined'] as const)(
    '%s: nothing is due any more, and that is said',
    (why) => {
      const { state, events } = mustChange(cancelWhenEnded(held(), why, NOW));
      expect(running(state)).toEqual({});
      expect(isHeld(state)).toBe(false);
      expect(events).toMatchObject([
        { name: 'DeadlinesSet', body: { assignmentNumber: 1, deadlines: [], next: null } },
      ]);
      expect(setDeadlinesWhenAssigned(state, at(assigned({ number: 2 })), NOW)).toMatchObject({
        reason: why,
      });
    },
  );

  it('on the spot: nothing was due, nothing is said', () => {
    expect(mustChange(cancelWhenEnded(waiting(), 'closed', NOW)).events).toEqual([]);
  });
});
