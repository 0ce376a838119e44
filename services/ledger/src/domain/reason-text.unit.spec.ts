import { catalogue, type EventName } from '#contracts/catalogue.js';
import { namesOfProfile } from './names-of-profile.js';
import { reasonText } from './reason-text.js';
import { ruleText } from './rule-text.js';

const names = {
  ...namesOfProfile(undefined),
  level: (id: string) => (id === 'street' ? { zh: '街镇', en: 'Street' } : { zh: id, en: id }),
};
const about = {
  deadlines: [],
  assignment: { level: 'street', office: { name: '街道办' } },
  skipped: [],
  how: 'confirmed',
  redirect: { zh: '请拨打', en: 'please call' },
  dueAt: '2026-11-24T09:00:00.000Z',
};

describe('reasons in words', () => {
  it.each(Object.keys(catalogue) as EventName[])('%s has a sentence in both languages', (name) => {
    const { zh, en } = reasonText(name, about, { rule: 'test', facts: {} }, names);
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).toMatch(/^[A-Za-z]/);
  });

  it('fills facts in, times in Beijing', () => {
    const reason = { rule: 'deadline.resolve', facts: { dueAt: '2026-11-24T09:00:00.000Z' } };
    const body = { fromLevel: 'village', toLevel: 'street' };
    expect(reasonText('EscalationRaised', body, reason, names)).toEqual({
      zh: '由village上交街镇（2026-11-24 17:00 前未办结）',
      en: 'From village up to Street (not solved by 2026-11-24 17:00)',
    });
  });

  it('names a rule nobody put into words, and one whose facts are missing', () => {
    expect(ruleText({ rule: 'some.new_rule', facts: {} }, names).en).toBe('rule some.new_rule');
    expect(ruleText({ rule: 'deadline.resolve', facts: {} }, names).zh).toBe('规则 deadline.resolve');
  });

  it('takes the longest beginning that fits', () => {
    expect(ruleText({ rule: 'triage.rule.pollution', facts: {} }, names).en).toBe('triage rule pollution');
    expect(ruleText({ rule: 'triage.something', facts: {} }, names).en).toBe('triage');
  });
});
