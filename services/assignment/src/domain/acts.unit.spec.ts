import { away, awayOfficer, contextOf, mustChange, OTHER_VILLAGE } from '../../test/world.js';
import { actOn, escalated, held, solved, waiting } from '../../test/lives.js';
import { acceptAssignment } from './accept-assignment.js';
import { askHelp } from './ask-help.js';
import { decideReturn } from './decide-return.js';
import { endWithRequest } from './end-with-request.js';
import { giveOpinion } from './give-opinion.js';
import { openNextWhenEscalated } from './open-next-when-escalated.js';
import { reportProgress } from './report-progress.js';
import { reholdWhenOfficerAway } from './rehold-when-officer-away.js';
import type { Open } from './request-state.js';
import { resolveAssignment } from './resolve-assignment.js';
import { returnAssignment } from './return-assignment.js';
import { transferAssignment } from './transfer-assignment.js';

const context = contextOf();
const names = (decision: Parameters<typeof mustChange>[0]) =>
  mustChange(decision).events.map(({ name }) => name);

describe('the fence before every act', () => {
  const refusal = (
    state: Parameters<typeof acceptAssignment>[0],
    seen: { assignmentNumber: number; sequence: number },
  ) => acceptAssignment(state, { ...actOn(held()), seen }, context.now);

  it('given a past holding, then the act is refused and names the current one', () => {
    const second = mustChange(openNextWhenEscalated(held(), escalated(), context)).state;
    expect(refusal(second, { assignmentNumber: 1, sequence: 1 })).toEqual({
      kind: 'rejected',
      code: 'past_assignment',
      detail: { assignmentNumber: 1, currentNumber: 2, currentLevel: 'street' },
    });
  });

  it.each([
    ['request_not_found', undefined],
    ['not_assigned_yet', waiting()],
    ['already_resolved', solved()],
    ['already_closed', mustChange(endWithRequest(solved(), 'closed')).state],
    ['already_withdrawn', mustChange(endWithRequest(held(), 'withdrawn')).state],
  ])('given %s, then the act is refused so', (code, state) => {
    expect(refusal(state, { assignmentNumber: 1, sequence: 1 })).toMatchObject({ kind: 'rejected', code });
  });

  it('given another sequence, then the entity tag has failed', () => {
    expect(refusal(held(), { assignmentNumber: 1, sequence: 0 })).toMatchObject({
      code: 'precondition_failed',
    });
    expect(refusal(held(), { assignmentNumber: 0, sequence: 0 })).toMatchObject({
      code: 'precondition_failed',
    });
    expect(refusal(held(), { assignmentNumber: 2, sequence: 1 })).toMatchObject({
      code: 'precondition_failed',
    });
  });
});

describe('accept, progress, resolve', () => {
  it('given a new holding, when accepted, then it is in work; a second time changes nothing', () => {
    const { state, events } = mustChange(acceptAssignment(held(), actOn(held()), context.now));
    expect(events).toMatchObject([{ name: 'AssignmentAccepted', body: { assignmentNumber: 1 } }]);
    expect(acceptAssignment(state, actOn(state), context.now)).toEqual({
      kind: 'ignored',
      reason: 'already_accepted',
    });
  });

  it('given nobody accepted it, when resolved, then that accepts it first and says so', () => {
    const { state, events } = mustChange(resolveAssignment(held(), actOn(held()), context));
    expect(events).toMatchObject([
      { name: 'AssignmentAccepted', body: { reason: { rule: 'act.resolve.implies_accept' } } },
      { name: 'RequestResolved', body: { assignmentNumber: 1, level: 'village', sealed: 'k1:dGV4dA' } },
    ]);
    expect(state).toMatchObject({ status: 'resolved', revision: 3, holding: { acceptedAt: context.now } });
  });

  it('given a major matter, then work is refused until the meeting’s opinion stands', () => {
    const major = held({ kind: 'major' });
    const refused = {
      kind: 'rejected',
      code: 'opinion_required',
      detail: { form: 'meeting', gate: 'major_minutes' },
    };
    expect(reportProgress(major, actOn(major), context)).toMatchObject(refused);
    expect(resolveAssignment(major, actOn(major), context)).toMatchObject(refused);
    const other = mustChange(giveOpinion(major, { ...actOn(major), form: 'office' })).state;
    expect(reportProgress(other, actOn(other), context)).toMatchObject(refused);
    const stands = mustChange(giveOpinion(major, { ...actOn(major), form: 'meeting' })).state;
    expect(names(reportProgress(stands, actOn(stands), context))).toEqual([
      'AssignmentAccepted',
      'WorkProgressed',
    ]);
    expect(names(resolveAssignment(stands, actOn(stands), context))).toContain('RequestResolved');
  });

  it('given a gate of certain levels and acts, then it bars only there', () => {
    const joint = held({ kind: 'joint', entryLevel: 'district' });
    expect(reportProgress(joint, actOn(joint), context)).toMatchObject({ code: 'opinion_required' });
    expect(resolveAssignment(joint, actOn(joint), context).kind).toBe('changed');
    const below = held({ kind: 'joint' });
    expect(reportProgress(below, actOn(below), context).kind).toBe('changed');
  });
});

describe('help', () => {
  it('given a reason the profile lists, then help is asked, once', () => {
    const act = { ...actOn(held()), reasonCode: 'no_power' };
    const { state, events } = mustChange(askHelp(held(), act, context));
    expect(events).toMatchObject([
      { name: 'HelpAsked', body: { reasonCode: 'no_power', assignmentNumber: 1 } },
    ]);
    expect(askHelp(state, { ...actOn(state), reasonCode: 'no_power' }, context).kind).toBe('ignored');
  });

  it('given a reason it does not list, or no level above, then it is refused', () => {
    expect(askHelp(held(), { ...actOn(held()), reasonCode: 'tired' }, context)).toMatchObject({
      code: 'unknown_reason_code',
      detail: { allowed: ['no_power'] },
    });
    const beyond = held({}, contextOf({ absences: away('village', 'street', 'district') }));
    expect(askHelp(beyond, { ...actOn(beyond), reasonCode: 'no_power' }, context)).toMatchObject({
      code: 'no_higher_level',
    });
  });
});

describe('return', () => {
  const act = { ...actOn(held()), reasonCode: 'not_ours' };
  const returned = mustChange(returnAssignment(held(), act, context)).state as Open;
  const decision = (changes: object) => ({
    ...actOn(returned),
    accepted: true,
    deciderLevel: 'street',
    supervises: false,
    officeCode: null,
    ...changes,
  });

  it('given the time to ask has passed, then it is refused and says until when', () => {
    const later = contextOf({}, { now: '2026-11-24T09:00:00.000Z' });
    expect(returnAssignment(held(), act, later)).toMatchObject({ code: 'return_too_late' });
  });

  it('given it is asked, then the holder stays until one level up decides', () => {
    expect(returned).toMatchObject({
      status: 'open',
      holding: { number: 1, returnAsked: { reasonCode: 'not_ours' } },
    });
    expect(
      decideReturn(returned, decision({ deciderLevel: 'village', supervises: true }), context),
    ).toMatchObject({
      code: 'not_one_level_up',
    });
    expect(decideReturn(held(), { ...decision({}), ...actOn(held()) }, context)).toMatchObject({
      code: 'no_return_pending',
    });
  });

  it('when accepted, then the next level holds it, or the office named', () => {
    expect(mustChange(decideReturn(returned, decision({}), context)).events).toMatchObject([
      { name: 'ReturnDecided', body: { accepted: true, assignmentNumber: 1 } },
      { name: 'RequestAssigned', body: { cause: 'return', assignment: { number: 2, level: 'street' } } },
    ]);
    expect(
      mustChange(decideReturn(returned, decision({ officeCode: 'other' }), context)).events[1],
    ).toMatchObject({
      body: { assignment: { level: 'village', areaCode: OTHER_VILLAGE, office: { code: 'other' } } },
    });
    expect(decideReturn(returned, decision({ officeCode: 'none' }), context)).toMatchObject({
      code: 'unknown_office',
    });
  });

  it('when refused, then it stays and cannot be asked again', () => {
    const { state } = mustChange(decideReturn(returned, decision({ accepted: false }), context));
    expect(state).toMatchObject({ holding: { number: 1, returnAsked: null } });
    expect(returnAssignment(state, { ...actOn(state), reasonCode: 'not_ours' }, context)).toMatchObject({
      code: 'return_refused',
    });
  });
});

describe('transfer', () => {
  const transfer = (to: { officeCode: string } | { officerId: string }, given = context) =>
    transferAssignment(held(), { ...actOn(held()), to, text: '' }, given);

  it('given an office or officer of the same level, then it opens the next number there', () => {
    expect(mustChange(transfer({ officeCode: 'other' })).events).toMatchObject([
      { body: { cause: 'transfer', assignment: { number: 2, level: 'village', office: { code: 'other' } } } },
    ]);
    expect(mustChange(transfer({ officerId: 'village-lead' })).state).toMatchObject({
      holding: { officerId: 'village-lead', number: 2 },
    });
  });

  it.each([
    ['not_same_level', { officeCode: 'street' }],
    ['unknown_office', { officeCode: 'none' }],
    ['unknown_officer', { officerId: 'none' }],
    ['already_holder', { officerId: 'village-member' }],
  ])('then it is refused with %s', (code, to) => {
    expect(transfer(to)).toMatchObject({ kind: 'rejected', code });
  });

  it('given nobody is present there, then it is refused', () => {
    expect(transfer({ officeCode: 'other' }, contextOf({ absences: away('other') }))).toMatchObject({
      code: 'office_vacant',
    });
    const absent = contextOf({ absences: [awayOfficer('village-lead')] });
    expect(transfer({ officerId: 'village-lead' }, absent)).toMatchObject({ code: 'officer_absent' });
  });
});

describe('when the officer is away', () => {
  const rehold = (absences: string[], state = held()) =>
    reholdWhenOfficerAway(state, 'village-member', contextOf({ absences: absences.map(awayOfficer) }));

  it('then the deputy of the office holds it, else another of the office', () => {
    expect(mustChange(rehold(['village-member'])).events).toMatchObject([
      {
        body: { cause: 'absence', assignment: { number: 2, officerId: 'village-deputy_lead' }, skipped: [] },
      },
    ]);
    expect(mustChange(rehold(['village-member', 'village-deputy_lead'])).state).toMatchObject({
      holding: { officerId: 'village-lead' },
    });
  });

  it('then with nobody in the office the next level holds it at once, and the level skipped is named', () => {
    expect(
      mustChange(rehold(['village-member', 'village-deputy_lead', 'village-lead'])).events,
    ).toMatchObject([
      { body: { assignment: { level: 'street' }, skipped: [{ level: 'village', why: 'all_absent' }] } },
    ]);
  });

  it('then nothing moves if he is present, has handed it on, solved it, or if nobody at all is there', () => {
    expect(rehold([])).toEqual({ kind: 'ignored', reason: 'present' });
    expect(reholdWhenOfficerAway(held(), 'village-lead', context)).toMatchObject({
      reason: 'past_assignment',
    });
    expect(reholdWhenOfficerAway(solved(), 'village-member', context)).toMatchObject({ reason: 'resolved' });
    const nobody = contextOf({ absences: away('village', 'street', 'district', 'city') });
    expect(reholdWhenOfficerAway(held(), 'village-member', nobody)).toMatchObject({
      reason: 'nobody_present',
    });
  });
});
