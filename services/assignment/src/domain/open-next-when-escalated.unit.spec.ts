import { away, contextOf, mustChange } from '../../test/world.js';
import { escalated, held, solved } from '../../test/lives.js';
import { endWithRequest } from './end-with-request.js';
import { openNextWhenEscalated } from './open-next-when-escalated.js';

const whyIgnored = (decision: ReturnType<typeof openNextWhenEscalated>) => {
  const event = mustChange(decision).events[0]!;
  return event.name === 'EscalationIgnored' ? event.body.because : event.name;
};

describe('given a request held at the village, when an escalation is raised', () => {
  it('then the street holds it as number 2', () => {
    const { state, events } = mustChange(openNextWhenEscalated(held(), escalated(), contextOf()));
    expect(events).toMatchObject([
      {
        name: 'RequestAssigned',
        body: { assignment: { number: 2, level: 'street' }, previous: 1, cause: 'deadline', skipped: [] },
      },
    ]);
    expect(state).toMatchObject({ status: 'open', revision: 2, past: [{ number: 1, level: 'village' }] });
  });

  it('then a level with nobody present is climbed past and named', () => {
    const context = contextOf({ absences: away('street') });
    expect(mustChange(openNextWhenEscalated(held(), escalated(), context)).events).toMatchObject([
      { body: { assignment: { level: 'district' }, skipped: [{ level: 'street', why: 'all_absent' }] } },
    ]);
  });

  it('then beyond the top the paired deputy takes it', () => {
    const body = escalated({ toLevel: 'city', beyond: true, fromLevel: 'district' });
    expect(
      mustChange(openNextWhenEscalated(held({ entryLevel: 'district' }), body, contextOf())).events,
    ).toMatchObject([{ body: { assignment: { level: 'city', beyond: true, officerId: 'city-lead' } } }]);
  });

  it('then a level the profile does not know does not stop the climb', () => {
    const body = escalated({ toLevel: 'nowhere' });
    expect(mustChange(openNextWhenEscalated(held(), body, contextOf())).state).toMatchObject({
      holding: { level: 'street' },
    });
  });
});

describe('given that the escalation comes too late', () => {
  it('when the holding is past, then it is ignored by name and the holder stays', () => {
    const second = mustChange(openNextWhenEscalated(held(), escalated(), contextOf())).state;
    const decision = openNextWhenEscalated(second, escalated(), contextOf());
    expect(whyIgnored(decision)).toBe('past_assignment');
    expect(mustChange(decision).state).toMatchObject({ holding: { number: 2 } });
  });

  it.each(['deadline', 'help'] as const)('when it is resolved, then %s is ignored by name', (cause) => {
    expect(whyIgnored(openNextWhenEscalated(solved(), escalated({ cause }), contextOf()))).toBe('resolved');
  });

  it.each(['closed', 'withdrawn', 'declined'] as const)(
    'when it was %s, then it is ignored by name',
    (why) => {
      const ended = mustChange(endWithRequest(held(), why)).state;
      expect(whyIgnored(openNextWhenEscalated(ended, escalated(), contextOf()))).toBe(why);
    },
  );
});

describe('given a dispute', () => {
  it('when the holding is resolved, then the next level holds it', () => {
    const decision = openNextWhenEscalated(solved(), escalated({ cause: 'dispute' }), contextOf());
    expect(mustChange(decision).state).toMatchObject({
      status: 'open',
      holding: { number: 2, level: 'street' },
    });
  });

  it('when it is not resolved, then nothing happens', () => {
    const decision = openNextWhenEscalated(held(), escalated({ cause: 'dispute' }), contextOf());
    expect(decision).toEqual({ kind: 'ignored', reason: 'not_resolved' });
  });
});

describe('given a held request, when the request ends', () => {
  it('then its holding ends with it, once', () => {
    const { state, events } = mustChange(endWithRequest(held(), 'withdrawn'));
    expect(events).toMatchObject([
      { name: 'AssignmentEnded', body: { assignmentNumber: 1, because: 'withdrawn' } },
    ]);
    expect(endWithRequest(state, 'closed').kind).toBe('ignored');
    expect(endWithRequest(undefined, 'closed').kind).toBe('ignored');
  });
});
