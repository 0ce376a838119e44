import type { Received } from '#contracts/catalogue.js';
import { BLOCK, Life, resident } from '../../test/life.js';
import { FRESH } from './fresh.js';
import { isLate } from './lateness.js';
import { recordEvent } from './record-event.js';
import type { RequestView } from './request-view.js';

function viewAfter(events: readonly Received[], begin?: RequestView): RequestView {
  let view = begin;
  for (const event of events) {
    const decision = recordEvent(view, event);
    if (decision.kind === 'changed') view = decision.state;
  }
  return view!;
}

const VILLAGE = BLOCK.slice(0, 12);

describe('what the events of a request add up to', () => {
  it('submitted, triaged, assigned: held, with deadlines and who is next', () => {
    expect(viewAfter(new Life().held().events)).toMatchObject({
      state: 'assigned',
      category: 'urban_construction',
      level: 'block',
      assignment: { number: 1, officerId: 'officer-1', acceptedAt: null },
      assignmentSequence: 1,
      deadlines: [{ kind: 'accept' }, { kind: 'resolve', dueAt: '2026-11-24T09:00:00.000Z' }],
      next: { level: 'village', at: '2026-11-24T09:00:00.000Z' },
      entries: 4,
    });
  });

  it('queued for people: waits, and leaves the queue when triaged', () => {
    const life = new Life().submitted().say('TriageQueued', { areaCode: null });
    expect(viewAfter(life.events)).toMatchObject({ state: 'awaiting_triage', areaCode: BLOCK });
    expect(viewAfter(life.triaged().events)).toMatchObject({ state: 'received', severity: 'ordinary' });
  });

  it('taken back by its requester while triage declines it: taken back, whichever the log has first', () => {
    const withdrawn = (life: Life) => life.say('RequestWithdrawn', { by: resident, sealed: null });
    const declined = (life: Life) => life.say('RequestDeclined', { reasonCode: 'not_ours', sealed: null });
    for (const life of [
      declined(withdrawn(new Life().submitted())),
      withdrawn(declined(new Life().submitted())),
    ])
      expect(viewAfter(life.events).state).toBe('withdrawn');
  });

  it('a climb ends the holding and takes its deadlines along', () => {
    const life = new Life()
      .held()
      .accepted(1)
      .escalated(1, 'block', 'village')
      .assigned(2, 'village', VILLAGE, 'deadline');
    expect(viewAfter(life.events)).toMatchObject({
      state: 'assigned',
      level: 'village',
      assignment: { number: 2 },
      deadlines: [],
      next: null,
      climbs: 1,
      assignmentSequence: 3,
      holdings: [
        { number: 1, level: 'block', endedBecause: 'deadline', until: life.events.at(-1)!.time },
        { number: 2, level: 'village', until: null },
      ],
    });
  });

  it('deadlines said of the assignment before change nothing', () => {
    const life = new Life().held().assigned(2, 'village', VILLAGE, 'deadline');
    const view = viewAfter(life.deadlines(1, { resolve: '2027-01-01T00:00:00.000Z' }).events);
    expect(view.deadlines).toEqual([]);
  });

  it('what is decided late about the assignment before changes nothing of this one', () => {
    const life = new Life()
      .held()
      .assigned(2, 'village', VILLAGE, 'deadline')
      .say('AssignmentReturned', { assignmentNumber: 2, reasonCode: 'not_ours', sealed: null })
      .say('SupervisionOpened', { assignmentNumber: 2, replyBy: '2026-11-25T09:00:00.000Z', sealed: null });
    const before = viewAfter(life.events);
    const late = life
      .say('ReturnDecided', { assignmentNumber: 1, accepted: false, sealed: null })
      .say('SupervisionAnswered', { assignmentNumber: 1, sealed: null });
    const { returnAsked, supervision } = viewAfter(late.events);
    expect({ returnAsked, supervision }).toEqual({
      returnAsked: true,
      supervision: { replyBy: '2026-11-25T09:00:00.000Z', answeredAt: null },
    });
    expect(before).toMatchObject({ returnAsked, supervision });
  });

  it('a transfer keeps the deadlines', () => {
    const view = viewAfter(new Life().held().assigned(2, 'block', BLOCK, 'transfer').events);
    expect(view.deadlines).toHaveLength(2);
    expect(view.climbs).toBe(0);
  });

  it('confirmed and closed: nobody holds it, nothing runs, the last level is kept', () => {
    expect(viewAfter(new Life().held().resolved(1, 'block').closed(1).events)).toMatchObject({
      state: 'closed',
      closedHow: 'confirmed',
      rating: 5,
      level: 'block',
      assignment: null,
      deadlines: [],
      next: null,
      holdings: [{ endedBecause: 'closed' }],
    });
  });

  it('an assignment that was on its way when the requester withdrew is written down and holds nothing', () => {
    const life = new Life()
      .held()
      .say('RequestWithdrawn', { sealed: null })
      .assigned(2, 'village', VILLAGE, 'deadline');
    const view = viewAfter(life.deadlines(2, { resolve: '2027-01-01T00:00:00.000Z' }).events);
    expect(view).toMatchObject({ state: 'withdrawn', assignment: null, deadlines: [], assignmentNumber: 2 });
    expect(
      viewAfter(life.say('AssignmentEnded', { assignmentNumber: 2, because: 'withdrawn' }).events).holdings,
    ).toMatchObject([{ endedBecause: 'withdrawn' }, { endedBecause: 'withdrawn' }]);
  });

  it('a dispute of the solution gives it back until the next level has it', () => {
    const life = new Life()
      .held()
      .resolved(1, 'block')
      .say('SolutionDisputed', { assignmentNumber: 1, sealed: null });
    expect(viewAfter(life.events)).toMatchObject({ state: 'in_work', disputes: 1 });
  });

  it('what was not submitted, or twice, is ignored by name', () => {
    const [submitted, triaged] = new Life().held().events;
    expect(recordEvent(undefined, triaged!)).toEqual({ kind: 'ignored', reason: 'unknown_request' });
    const view = viewAfter([submitted!]);
    expect(recordEvent(view, submitted!)).toEqual({ kind: 'ignored', reason: 'already_known' });
  });
});

describe('lateness', () => {
  it('is a deadline behind it, by the time given', () => {
    const view = viewAfter(new Life().held().events);
    expect(isLate(view, '2026-11-24T04:00:00.000Z')).toBe(false);
    expect(isLate(view, '2026-11-24T04:00:00.001Z')).toBe(true);
  });

  it('stays after a deadline that was only reported, until it is accepted', () => {
    const life = new Life()
      .held()
      .say('DeadlinePassed', { assignmentNumber: 1, kind: 'accept', dueAt: '2026-11-24T04:00:00.000Z' })
      .deadlines(1, { resolve: '2026-11-24T09:00:00.000Z' }, 'village');
    expect(isLate(viewAfter(life.events), '2026-11-24T04:30:00.000Z')).toBe(true);
    expect(isLate(viewAfter(life.accepted(1).events), '2026-11-24T05:00:00.000Z')).toBe(false);
  });
});

describe('the timeline', () => {
  it('numbers without gaps, keeps nobody’s contact data and no proof', () => {
    const life = new Life()
      .submitted({ trackingProof: 'p', sealed: 'k1:aa' })
      .triaged()
      .assigned(1, 'block', BLOCK);
    const fresh = viewAfter(life.events)[FRESH]!;
    expect(fresh.map(({ entry }) => [entry.seq, entry.type, entry.level])).toEqual([
      [1, 'RequestSubmitted', null],
      [2, 'RequestTriaged', null],
      [3, 'RequestAssigned', 'block'],
    ]);
    expect(fresh[0]!.entry.sealed).toBeNull();
    expect(JSON.stringify(fresh[0]!.entry.about)).not.toMatch(/trackingProof|resident-1|sealed/);
  });

  it('what is fresh never reaches the stored body', () => {
    const view = viewAfter(new Life().held().events);
    expect(JSON.parse(JSON.stringify(view))).not.toHaveProperty('fresh');
    expect(Object.keys(JSON.parse(JSON.stringify(view)))).toEqual(Object.keys(view));
  });

  it('tells the moves: in from the door, up, and out', () => {
    const life = new Life()
      .held()
      .escalated(1, 'block', 'village')
      .assigned(2, 'village', VILLAGE, 'deadline');
    const moves = viewAfter(life.resolved(2, 'village').closed(2).events)[FRESH]!.flatMap(
      ({ move }) => move ?? [],
    );
    expect(moves.map(({ fromLevel, toLevel, cause }) => [fromLevel, toLevel, cause])).toEqual([
      [null, 'block', 'triage'],
      ['block', 'village', 'deadline'],
      ['village', null, 'closed'],
    ]);
  });
});
