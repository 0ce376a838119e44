import { toldFacts } from './told-facts.js';

it('an assignment past others names them with why', () => {
  const about = { skipped: [{ level: 'block', why: 'all_absent' }] };
  expect(toldFacts('RequestAssigned', about, { cause: 'triage' })).toEqual({
    skipped: ['block: all_absent'],
    cause: 'triage',
  });
  expect(toldFacts('RequestAssigned', { skipped: [] }, {})).toEqual({});
});

it('an escalation says from where, to where and for which deadline; what the writer stated is kept', () => {
  const about = {
    fromLevel: 'block',
    toLevel: 'village',
    cause: 'deadline',
    dueAt: '2026-11-24T09:00:00.000Z',
  };
  expect(toldFacts('EscalationRaised', { ...about, beyond: false }, {})).toEqual(about);
  expect(toldFacts('EscalationRaised', about, { dueAt: '2026-11-25T09:00:00.000Z' })).toEqual({
    ...about,
    dueAt: '2026-11-25T09:00:00.000Z',
  });
});

it('other events tell their own facts', () => {
  expect(toldFacts('RequestResolved', { skipped: [1] }, { how: 'x' })).toEqual({ how: 'x' });
});
