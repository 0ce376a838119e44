import { readFileSync } from 'node:fs';
import type { Outgoing } from '#contracts/catalogue.js';
import type { Decision } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import { readProfile } from '#profile/read-profile.js';
import { passed, REQUEST, submitted } from '../../test/lives.js';
import { classifyByHand } from './classify-by-hand.js';
import { classifyByRules } from './classify-by-rules.js';
import { classifyWhenSubmitted } from './classify-when-submitted.js';
import { declineByHand } from './decline-by-hand.js';
import { fallBackWhenDeadlinePassed } from './fall-back-when-deadline-passed.js';
import { leaveQueueWhenWithdrawn } from './leave-queue-when-withdrawn.js';
import type { TriageState } from './triage-state.js';

const load = (name: string): Profile => {
  const read = readProfile(readFileSync(`profiles/${name}.yaml`, 'utf8'));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.profile;
};
const shanghai = load('shanghai');
const luxi = load('luxi');
const nothingStated = { channel: 'app', category: null, urgency: null, byOfficer: false };
const said = (title: string, text = '') => ({ title, text });

const officer = { kind: 'officer', id: 'p-1', level: 'street' } as const;
const context = (content = said('路灯不亮')) => ({
  now: '2026-03-02T01:00:00.000Z',
  profileOf: () => shanghai,
  contentOf: () => content,
});
const queued: TriageState = {
  requestId: REQUEST,
  jurisdiction: '310106',
  profile: { name: 'shanghai', version: 1 },
  areaCode: '310106011001001',
  status: 'queued',
  stated: nothingStated,
  queuedAt: '2026-03-02T01:00:00.000Z',
};
const names = (decision: Decision<TriageState, Outgoing>) =>
  decision.kind === 'changed' ? decision.events.map((e) => e.name) : decision;

describe('classify by the rules of the profile', () => {
  it.each([
    ['路灯不亮,马路漆黑', 'urban_construction', 'ordinary'],
    ['楼道里有很浓的燃气泄漏味道', 'public_order', 'emergency'],
    ['老板拖欠工资三个月', 'labour_social_security', 'ordinary'],
    ['小区停水一整天', 'urban_construction', 'urgent'],
    ['饭店油烟扰民', 'environment', 'ordinary'],
  ])('%s → %s, %s', (title, category, severity) => {
    expect(classifyByRules(shanghai, said(title), nothingStated)).toMatchObject({
      kind: 'triaged',
      classification: { category, severity, kind: 'ordinary', entryLevel: 'block' },
    });
  });

  it('says which rule and which words', () => {
    const verdict = classifyByRules(shanghai, said('路灯不亮'), nothingStated);
    expect(verdict.reason).toMatchObject({ rule: 'triage.rule.home_and_street', facts: { words: ['路灯'] } });
  });

  it('a stated category wins over words; an unknown one and "general" do not', () => {
    const category = (stated: string) => {
      const verdict = classifyByRules(shanghai, said('路灯不亮'), { ...nothingStated, category: stated });
      return verdict.kind === 'triaged' ? verdict.classification.category : verdict.kind;
    };
    expect(['health', 'moon', 'general'].map(category)).toEqual([
      'health',
      'urban_construction',
      'urban_construction',
    ]);
  });

  it('a requester may raise to urgent, to emergency only where a rule says so too', () => {
    const severity = (title: string, urgency: 'urgent' | 'emergency') => {
      const verdict = classifyByRules(shanghai, said(title), { ...nothingStated, urgency });
      return verdict.kind === 'triaged' ? verdict.classification.severity : verdict.kind;
    };
    expect(severity('路灯不亮', 'urgent')).toBe('urgent');
    expect(severity('路灯不亮', 'emergency')).toBe('urgent');
    expect(severity('厨房着火', 'emergency')).toBe('emergency');
  });

  it.each([
    ['路灯不亮', true, 'emergency', 'officer'],
    ['路灯不亮', false, 'urgent', null],
    ['厨房着火', false, 'emergency', 'rule'],
  ])(
    '%s, said to be an emergency, by an officer: %s → %s, and the facts say who backs it',
    (title, byOfficer, severity, backedBy) => {
      const stated = { ...nothingStated, urgency: 'emergency' as const, byOfficer };
      expect(classifyByRules(shanghai, said(title), stated)).toMatchObject({
        classification: { severity },
        reason: { facts: { statedUrgency: 'emergency', emergencyBackedBy: backedBy } },
      });
    },
  );

  it('a danger mentioned far down a letter makes no emergency, nor sends a court named in passing anybody away', () => {
    const letter = `小区的路灯坏了很久。${'我们多次反映,一直没有人来修。'.repeat(6)}`;
    expect(classifyByRules(shanghai, said('', `${letter}万一着火怎么办?`), nothingStated)).toMatchObject({
      classification: { severity: 'ordinary' },
    });
    expect(classifyByRules(shanghai, said('', `${letter}法院判决的事另说。`), nothingStated).kind).toBe(
      'triaged',
    );
  });

  it('an officer’s emergency does not wait in the queue for its category', () => {
    const urgency = 'emergency' as const;
    expect(
      classifyByRules(shanghai, said('事情'), { ...nothingStated, urgency, byOfficer: true }),
    ).toMatchObject({
      classification: { category: 'general', severity: 'emergency' },
      reason: { rule: 'triage.stated' },
    });
    expect(classifyByRules(shanghai, said('事情'), { ...nothingStated, urgency }).kind).toBe('undecided');
  });

  it('an emergency is never declined', () => {
    expect(classifyByRules(shanghai, said('有人持刀,屋里着火'), nothingStated)).toMatchObject({
      kind: 'triaged',
      classification: { severity: 'emergency' },
    });
  });

  it('Luxi: major and joint matters, the joint one beginning at the county', () => {
    expect(classifyByRules(luxi, said('征地补偿不公'), nothingStated)).toMatchObject({
      classification: { kind: 'major', entryLevel: 'town' },
    });
    expect(classifyByRules(luxi, said('几个单位互相推诿'), nothingStated)).toMatchObject({
      classification: { kind: 'joint', entryLevel: 'county' },
    });
  });

  it('declines with a redirect, and is undecided where no word is known', () => {
    expect(classifyByRules(shanghai, said('对法院判决不满'), nothingStated)).toMatchObject({
      kind: 'declined',
      reason: { rule: 'triage.decline.court_case' },
    });
    expect(classifyByRules(shanghai, said('事情'), nothingStated)).toMatchObject({ kind: 'undecided' });
  });
});

describe('given nothing, when RequestSubmitted', () => {
  it('then RequestTriaged', () => {
    expect(names(classifyWhenSubmitted(undefined, submitted(), context(), classifyByRules))).toEqual([
      'RequestTriaged',
    ]);
  });
  it('then TriageQueued where no rule decides', () => {
    const decision = classifyWhenSubmitted(undefined, submitted(), context(said('事情')), classifyByRules);
    expect(names(decision)).toEqual(['TriageQueued']);
    expect(decision).toMatchObject({ state: { status: 'queued', queuedAt: '2026-03-02T01:00:00.000Z' } });
  });
  it('then RequestDeclined with a redirect', () => {
    expect(
      names(classifyWhenSubmitted(undefined, submitted(), context(said('正在起诉')), classifyByRules)),
    ).toEqual(['RequestDeclined']);
  });
  it('then nothing for what was answered on the spot, and nothing twice', () => {
    expect(
      classifyWhenSubmitted(undefined, submitted({ onTheSpot: true }), context(), classifyByRules),
    ).toMatchObject({ kind: 'ignored' });
    expect(classifyWhenSubmitted(queued, submitted(), context(), classifyByRules)).toEqual({
      kind: 'ignored',
      reason: 'already_known',
    });
  });
});

describe('given a queued request', () => {
  it('when its deadline passes, then the profile’s fallback decides, once', () => {
    const decision = fallBackWhenDeadlinePassed(queued, passed(), context());
    expect(names(decision)).toEqual(['RequestTriaged']);
    if (decision.kind !== 'changed') throw new Error('changed');
    expect(fallBackWhenDeadlinePassed(decision.state, passed(), context())).toMatchObject({
      kind: 'ignored',
    });
    expect(fallBackWhenDeadlinePassed(queued, passed({ kind: 'warn' }), context())).toMatchObject({
      kind: 'ignored',
    });
  });

  it('when a person classifies it, then RequestTriaged by that person', () => {
    const decision = classifyByHand(queued, officer, { category: 'health' }, context());
    expect(decision).toMatchObject({
      events: [{ name: 'RequestTriaged', body: { category: 'health', by: officer, entryLevel: 'block' } }],
    });
  });

  it('when a person says joint in Luxi, then it starts where the profile lets joint matters start', () => {
    const decision = classifyByHand(
      queued,
      officer,
      { category: 'general', kind: 'joint' },
      { ...context(), profileOf: () => luxi },
    );
    expect(decision).toMatchObject({ events: [{ body: { kind: 'joint', entryLevel: 'county' } }] });
  });

  it('when the category or the level is unknown, then it is refused by field', () => {
    const decision = classifyByHand(queued, officer, { category: 'moon', entryLevel: 'sky' }, context());
    expect(decision).toMatchObject({
      kind: 'rejected',
      code: 'validation_failed',
      detail: { errors: [{ pointer: '/category' }, { pointer: '/entryLevel' }] },
    });
  });

  it('when it is declined or withdrawn, then it leaves the queue', () => {
    const redirect = { zh: '请找法院', en: 'the court' };
    expect(names(declineByHand(queued, officer, { redirect, sealed: null }))).toEqual(['RequestDeclined']);
    expect(leaveQueueWhenWithdrawn(queued)).toMatchObject({ state: { status: 'withdrawn' } });
  });
});

describe('given a request that is not queued', () => {
  it('acts of people are refused by name', () => {
    const triaged: TriageState = { ...queued, status: 'triaged' };
    expect(classifyByHand(triaged, officer, { category: 'health' }, context())).toMatchObject({
      code: 'not_in_triage',
    });
    expect(declineByHand(undefined, officer, { redirect: { zh: 'x', en: 'x' }, sealed: null })).toMatchObject(
      { code: 'request_not_found' },
    );
    expect(leaveQueueWhenWithdrawn(triaged)).toMatchObject({ kind: 'ignored' });
  });
});
