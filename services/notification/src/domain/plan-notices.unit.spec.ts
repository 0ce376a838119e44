import { outgoing } from '#contracts/catalogue.js';
import { faultOf } from '#eventlog/event-schemas.js';
import type { NoticeRule, Profile } from '#profile/model.js';
import {
  about,
  assigned,
  contextOf,
  deadlinesSet,
  DUE,
  Life,
  NOW,
  NUMBER,
  profileOf,
  resolved,
  shanghai,
  submitted,
} from '../../test/world.js';
import { settleNotices } from './settle-notices.js';

const withRules = (...notices: NoticeRule[]): Profile => ({ ...shanghai, notices });
const words = (zh: string) => ({ zh, en: `en ${zh}` });
const rule = (changes: Partial<NoticeRule>): NoticeRule => ({
  purpose: 'received',
  on: 'RequestSubmitted',
  to: ['resident'],
  text: { resident: words('{number}'), handler: words('{number}') },
  ...changes,
});

describe('three notices each', () => {
  it('to resident and handler, each in its time', () => {
    const life = new Life().hear(submitted());
    expect(life.owed).toEqual(['received→resident']);
    life.hear(assigned());
    expect(life.owed).toEqual(['received→resident', 'received→handler']);
    life.hear(deadlinesSet(), resolved());
    expect(life.owed.toSorted()).toEqual([
      'assigned→handler',
      'assigned→resident',
      'opinion→handler',
      'opinion→resident',
      'received→handler',
      'received→resident',
    ]);
    for (const { name, body } of life.said) expect(faultOf(name, body)).toBeUndefined();
  });

  it('Luxi tells by whom and until when once the written opinion stands, and once only', () => {
    const opinion = (form: 'office' | 'meeting') =>
      outgoing('OpinionGiven', { ...about, assignmentNumber: 1, form, sealed: null });
    const life = new Life(contextOf(profileOf('luxi'))).hear(submitted(), assigned(), deadlinesSet());
    expect(life.owed).not.toContain('assigned→resident');
    life.hear(opinion('office'), opinion('meeting'), resolved());
    expect(life.owed.filter((one) => one.endsWith('resident'))).toEqual([
      'received→resident',
      'assigned→resident',
      'opinion→resident',
    ]);
  });

  it('whatever is heard twice is told once', () => {
    const events = [submitted(), assigned(), deadlinesSet(), resolved()];
    const once = new Life().hear(...events);
    const twice = new Life().hear(...events, ...events, ...events);
    expect(twice.keys()).toEqual(once.keys());
    expect(twice.said).toEqual(once.said);
  });

  it('deadlines counted anew are no new notice', () => {
    const life = new Life().hear(submitted(), assigned(), deadlinesSet());
    expect(life.hear(deadlinesSet(1, NOW)).keys()).toHaveLength(4);
  });
});

describe('the words', () => {
  it('say who, where, by which phone and until when', () => {
    const life = new Life().hear(submitted(), assigned(), deadlinesSet());
    const text = life.text('assigned/resident/DeadlinesSet/1');
    for (const part of [NUMBER, '一号块区', '王某', '19900020002', '2026年11月30日17:00'])
      expect(text).toContain(part);
    expect(text).not.toMatch(/[{}]/);
  });

  it('are in the requester’s language; officers are written to in Chinese', () => {
    const life = new Life().hear(submitted({ locale: 'en' }), assigned(), deadlinesSet());
    expect(life.text('assigned/resident/DeadlinesSet/1')).toContain('30 Nov 2026, 17:00');
    expect(life.text('assigned/handler/DeadlinesSet/1')).toContain('2026年11月30日17:00');
  });

  it('do without a name where the office has nobody', () => {
    const life = new Life().hear(submitted(), assigned(1, { sealed: null }), deadlinesSet());
    expect(life.text('assigned/resident/DeadlinesSet/1')).toMatch(/经办人.*—/);
    expect(life.owed).toEqual(['received→resident', 'assigned→resident']);
  });

  it('wait for what they need: the holder, or the date', () => {
    const early = rule({
      purpose: 'assigned',
      on: 'RequestAssigned',
      text: { resident: words('{office} {until}') },
    });
    const both = rule({ to: ['resident', 'handler'] });
    const life = new Life(contextOf(withRules(both, early))).hear(submitted());
    expect(life.owed).toEqual(['received→resident']);
    expect(life.hear(assigned()).owed).toEqual(['received→resident', 'received→handler']);
    expect(life.hear(deadlinesSet()).owed).toContain('assigned→resident');
    expect(life.text('assigned/resident/RequestAssigned/1')).toBe('一号块区 2026年11月30日17:00');
    expect(life.state?.waiting).toEqual([]);
  });

  it('that waited for a holding that is past are dropped; their purpose settles without them', () => {
    const early = rule({ purpose: 'assigned', on: 'RequestAssigned', text: { resident: words('{until}') } });
    const first: NoticeRule = { ...early, assignments: 'first' };
    const life = new Life(contextOf(withRules(first))).hear(submitted(), assigned());
    expect(life.told('NoticesSettled')).toEqual([]);
    life.hear(assigned(2));
    expect(life.told('NoticesSettled')).toMatchObject([
      { purpose: 'assigned', assignmentNumber: 1, delivered: 0, undeliverable: 0 },
    ]);
  });

  it('a colleague who takes over keeps the date', () => {
    const later = rule({
      purpose: 'transferred',
      on: 'RequestAssigned',
      assignments: 'later',
      text: { resident: words('{until}') },
    });
    const life = new Life(contextOf(withRules(later))).hear(submitted(), assigned(), deadlinesSet());
    expect(life.hear(assigned(2, { cause: 'transfer' })).owed).toEqual(['transferred→resident']);
  });

  it('an extension refused leaves the date as it was', () => {
    const decided = (granted: boolean, until: string) =>
      outgoing('ExtensionDecided', { ...about, assignmentNumber: 1, granted, until, sealed: null });
    const later = '2026-12-07T09:00:00.000Z';
    const life = new Life().hear(submitted(), assigned(), deadlinesSet(), decided(false, later));
    expect(life.text(`extended/resident/ExtensionDecided/1.refused.${later}`)).toContain('11月30日');
    life.hear(decided(true, later));
    expect(life.text(`extended/resident/ExtensionDecided/1.${later}`)).toContain('12月7日');
  });
});

describe('nobody to tell', () => {
  it('without a contact nothing is owed to the resident, and the purpose is settled at once', () => {
    const anonymous = submitted({ hasContact: false, sealed: JSON.stringify({ text: '路灯不亮' }) });
    const life = new Life().hear(anonymous);
    expect(life.owed).toEqual([]);
    expect(life.told('NoticesSettled')).toMatchObject([
      { purpose: 'received', assignmentNumber: null, delivered: 0, undeliverable: 0 },
    ]);
    life.hear(assigned(1, { sealed: null }), resolved(), resolved());
    expect(life.told('NoticesSettled').filter(({ purpose }) => purpose === 'opinion')).toMatchObject([
      { assignmentNumber: 1, delivered: 0 },
    ]);
  });

  it('who was answered on the spot knows', () => {
    const life = new Life().hear(submitted({ onTheSpot: true }));
    life.hear(outgoing('RequestClosed', { ...about, how: 'on_the_spot', assignmentNumber: null }));
    expect(life.words).toEqual(['on_the_spot', 'never_submitted']);
  });
});

describe('late events', () => {
  const raised = (assignmentNumber: number) =>
    outgoing('EscalationRaised', {
      ...about,
      assignmentNumber,
      fromLevel: 'block',
      toLevel: 'village',
      beyond: false,
      cause: 'deadline',
      dueAt: DUE,
    });

  it('of a past assignment change nothing', () => {
    const life = new Life().hear(submitted(), assigned(), assigned(2), resolved(1), deadlinesSet(1));
    expect(life.words.slice(-2)).toEqual(['past_assignment', 'past_assignment']);
  });

  it('an escalation that lost against the solution is told to nobody', () => {
    const climbs = withRules(rule({ purpose: 'escalated', on: 'EscalationRaised' }));
    const life = new Life(contextOf(climbs)).hear(submitted(), assigned(), resolved(), raised(1));
    expect(life.words.at(-1)).toBe('resolved');
  });

  it('after the end nothing is owed any more, but what was owed is still settled', () => {
    const life = new Life().hear(
      submitted(),
      assigned(),
      outgoing('RequestWithdrawn', { ...about, sealed: null }),
    );
    const before = life.keys();
    life.hear(resolved(), deadlinesSet());
    expect(life.words.slice(-2)).toEqual(['ended', 'ended']);
    life.decide((state, context) =>
      settleNotices(state, [{ key: before[0]!, state: 'sent', attempts: 1, reference: null }], context),
    );
    expect(life.words.at(-1)).toBe('changed');
  });

  it('before anybody holds it there is no date to tell', () => {
    const life = new Life().hear(submitted(), deadlinesSet(0), deadlinesSet(1, null));
    expect(life.owed).toEqual(['received→resident']);
  });
});
