import type { Reason } from '#contracts/parts.js';
import { beijingTime } from './beijing-time.js';
import type { Names, Words } from './event-text.js';

const words = (zh: string, en: string): Words => ({ zh, en });

/** By rule, the reason in words; `{fact}` is filled in. A rule ending in a dot is the beginning of many. */
const rules: Readonly<Record<string, Words>> = {
  'submitted.on_the_spot': words('当场答复并记录', 'answered on the spot and recorded'),
  'submitted.on_behalf': words('代他人提交', 'on behalf of somebody'),
  'submitted.': words('经由 {channel}', 'through {channel}'),
  'retention.over': words('办结已满 {days} 天', 'ended {days} days ago'),
  'triage.rule.': words('分类规则 {rule}', 'triage rule {rule}'),
  'triage.stated': words('按诉求人所述', 'as the requester stated it'),
  'triage.no_rule_decides': words('没有规则适用', 'no rule decides'),
  'triage.by_hand': words('人工分类', 'classified by a person'),
  'triage.queue.fallback': words(
    '分类限期已过，按默认办理',
    'nobody decided in time; the fallback of the practice holds',
  ),
  'triage.queue': words('进入人工分类', 'waits for triage'),
  'triage.decline.': words('不予受理规则 {rule}', 'rule for declining {rule}'),
  'triage.declined_by_hand': words('人工判定', 'decided by a person'),
  'triage.': words('分类', 'triage'),
  'assignment.entry': words('由起办层级承接', 'where it begins'),
  'assignment.officer_away': words('经办人不在岗', 'the officer is away'),
  'assignment.accepted': words('已签收', 'it was accepted'),
  'assignment.resolved': words('已提交办理结果', 'it was resolved'),
  'deadline.accept': words('{dueAt} 前未签收', 'not accepted by {dueAt}'),
  'deadline.resolve': words('{dueAt} 前未办结', 'not solved by {dueAt}'),
  'deadline.renewed': words('重新计时', 'it is counted anew'),
  'deadline.': words('期限 {dueAt} 已到', 'the deadline {dueAt} came'),
  'beyond.reply': words('上级答复期限', 'the reply from beyond was due'),
  'help.asked': words('请求上级支援：{reasonCode}', 'help was asked: {reasonCode}'),
  'solution.disputed': words('诉求人认为没有解决', 'the requester says it is not solved'),
  'act.progress.implies_accept': words('开始办理即为签收', 'who works on it has accepted it'),
  'act.resolve.implies_accept': words('办理即为签收', 'who works on it has accepted it'),
  'act.transfer': words('由 {fromOffice} 转办', 'transferred by {fromOffice}'),
  'return.decided': words('退单裁定', 'the return was decided'),
  'return.asked': words('退单待裁定：{reasonCode}', 'a return is asked: {reasonCode}'),
  'requester.': words('诉求人所为', 'the requester’s word'),
  'escalation.ignored': words('点名的派单已结束', 'the assignment it named had ended'),
  'calendar.imported': words('按新的工作日历重算', 'counted again by the new official calendar'),
  'closure.announced': words('按停办公告重算', 'counted again because offices are closed'),
  'pause.over': words('挂账期满', 'the pause is over'),
  'pause.ordered': words('挂账：{reasonCode}', 'paused: {reasonCode}'),
  'assignment.opened': words('派单即计时', 'counted from the assignment'),
  'act.help': words('本级求助', 'the holder asks for help'),
  'act.opinion': words('出具办理意见', 'the handling opinion was given'),
  'act.progress': words('经办人所述', 'the officer’s word'),
  'act.resolve': words('经办人所述', 'the officer’s word'),
  'act.return': words('申请退单', 'the office returns it'),
  'closed.confirmed': words('诉求人已确认', 'the requester confirmed it'),
  'closed.exception': words('上一级批准的例外', 'an exception approved one level up'),
  'closed.on_the_spot': words('当场解决', 'solved on the spot'),
  'closing.exception_approved': words('同意：{reasonCode}', 'approved: {reasonCode}'),
  'closing.exception_refused': words('不同意：{reasonCode}', 'refused: {reasonCode}'),
  'notices.settled': words('应发通知均有着落', 'every notice owed has been dealt with'),
  'notices.undeliverable': words('多次未能送达', 'it could not be delivered'),
  'extension.asked': words('期满前申请', 'asked before expiry'),
  'extension.granted': words('上一级同意', 'granted one level up'),
  'extension.refused': words('上一级不同意', 'refused one level up'),
  'supervision.opened': words('上级督办', 'a higher desk supervises'),
  'supervision.answered': words('已回复督办', 'the supervision was answered'),
  'closing.exception_asked': words('事由：{reasonCode}', 'reason: {reasonCode}'),
};

/** Why, in words; a rule nobody put into words is named. */
export function ruleText({ rule, facts }: Reason, names: Names): Words {
  const prefix = Object.keys(rules)
    .filter((key) => key.endsWith('.') && rule.startsWith(key))
    .reduce((a, b) => (b.length > a.length ? b : a), '');
  const template = rules[rule] ?? rules[prefix];
  const known = { rule: rule.slice(prefix.length), ...facts };
  if (!template || !isComplete(template.zh, known)) return words(`规则 ${rule}`, `rule ${rule}`);
  return words(fill(template.zh, known, names, 'zh'), fill(template.en, known, names, 'en'));
}

const isComplete = (template: string, facts: Reason['facts']): boolean =>
  [...template.matchAll(/\{(\w+)\}/g)].every(([, name]) => facts[name!] != null);

const fill = (template: string, facts: Reason['facts'], names: Names, language: keyof Words): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => told(name, facts[name], names, language));

function told(name: string, fact: unknown, names: Names, language: keyof Words): string {
  if (name === 'reasonCode') return names.reasonCode(String(fact))[language];
  if (/^\d{4}-\d{2}-\d{2}T/.test(String(fact))) return beijingTime(fact);
  return String(fact);
}
