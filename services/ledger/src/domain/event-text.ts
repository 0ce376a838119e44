import type { EventName } from '#contracts/catalogue.js';
import { beijingTime } from './beijing-time.js';

/** The same in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What ids are called in the practice the request belongs to; the id itself where it knows no name. */
export interface Names {
  readonly level: (id: string) => Words;
  readonly category: (id: string) => Words;
  /** Reason codes of help, return, pause and closing exception. */
  readonly reasonCode: (code: string) => Words;
}

/** A body without its sealed text and ids of people, as the timeline keeps it. */
type About = Readonly<Record<string, any>>;
type Say = (about: About, names: Names) => Words;

const plain =
  (zh: string, en: string): Say =>
  () => ({ zh, en });

const SEVERITIES: Readonly<Record<string, Words>> = {
  ordinary: { zh: '一般', en: 'ordinary' },
  urgent: { zh: '紧急', en: 'urgent' },
  emergency: { zh: '特急', en: 'emergency' },
};
const KINDS: Readonly<Record<string, Words>> = {
  ordinary: { zh: '普通事项', en: 'an ordinary matter' },
  major: { zh: '重大事项', en: 'a major matter' },
  joint: { zh: '联办事项', en: 'a joint matter' },
};
export const DEADLINES: Readonly<Record<string, Words>> = {
  triage: { zh: '分类', en: 'triage' },
  warn: { zh: '预警', en: 'warning' },
  accept: { zh: '签收', en: 'acceptance' },
  resolve: { zh: '办结', en: 'resolution' },
  beyond_reply: { zh: '上级答复', en: 'the reply from beyond' },
  follow_up: { zh: '回访', en: 'the follow-up' },
  supervision_reply: { zh: '督办回复', en: 'the reply to the supervision' },
  return_decision: { zh: '退单裁定', en: 'the decision on the return' },
  extension_decision: { zh: '延期审批', en: 'the decision on the extension' },
  resume: { zh: '恢复办理', en: 'resumption' },
};
const FORMS: Readonly<Record<string, Words>> = {
  office: { zh: '单位', en: 'office' },
  meeting: { zh: '班子会', en: 'leadership meeting' },
  centre: { zh: '协调中心', en: 'coordination centre' },
};

const named = (words: Readonly<Record<string, Words>>, id: unknown): Words =>
  words[String(id)] ?? { zh: String(id), en: String(id) };

const byCode =
  (zh: string, en: string): Say =>
  ({ reasonCode }, names) => {
    const why = names.reasonCode(String(reasonCode));
    return { zh: `${zh}：${why.zh}`, en: `${en}: ${why.en}` };
  };

const decided =
  (field: string, yes: Words, no: Words): Say =>
  (about) =>
    about[field] === true ? yes : no;

function deadlinesSet({ deadlines, next }: About, names: Names): Words {
  const running = deadlines as { kind: string; dueAt: string; provisional: boolean }[];
  if (running.length === 0) return { zh: '不再计时', en: 'No deadline runs any more' };
  const told = running.map(({ kind, dueAt, provisional }) => {
    const { zh, en } = named(DEADLINES, kind);
    return {
      zh: `${zh} ${beijingTime(dueAt)}${provisional ? '（暂定）' : ''}`,
      en: `${en} ${beijingTime(dueAt)}${provisional ? ' (provisional)' : ''}`,
    };
  });
  const to = next && names.level(next.level);
  return {
    zh: `期限：${told.map(({ zh }) => zh).join('，')}${to ? `；逾期转${to.zh}` : ''}`,
    en: `Deadlines: ${told.map(({ en }) => en).join(', ')}${to ? `; then ${to.en}` : ''}`,
  };
}

function assigned({ assignment, skipped }: About, names: Names): Words {
  const level = names.level(assignment.level);
  const past = (skipped as { level: string }[]).map((skip) => names.level(skip.level));
  return {
    zh: `派单到${level.zh}：${assignment.office.name}${past.length ? `（越过${past.map((p) => p.zh).join('、')}）` : ''}`,
    en: `Assigned to ${assignment.office.name} (${level.en})${past.length ? `, past ${past.map((p) => p.en).join(', ')}` : ''}`,
  };
}

function escalated({ fromLevel, toLevel }: About, names: Names): Words {
  const [from, to] = [names.level(fromLevel), names.level(toLevel)];
  return { zh: `由${from.zh}上交${to.zh}`, en: `From ${from.en} up to ${to.en}` };
}

function triaged({ category, severity, kind, entryLevel }: About, names: Names): Words {
  const [what, how, which] = [names.category(category), named(SEVERITIES, severity), named(KINDS, kind)];
  const entry = names.level(entryLevel);
  return {
    zh: `${what.zh}，${how.zh}，${which.zh}，由${entry.zh}起办`,
    en: `${what.en}, ${how.en}, ${which.en}; begins with ${entry.en}`,
  };
}

const aboutDeadline =
  (zh: string, en: string): Say =>
  ({ kind, dueAt }) => {
    const what = named(DEADLINES, kind);
    return { zh: `${what.zh}${zh} ${beijingTime(dueAt)}`, en: `${what.en}: ${en} ${beijingTime(dueAt)}` };
  };

const untilDate =
  (field: string, zh: string, en: string): Say =>
  (about) => ({ zh: `${zh} ${beijingTime(about[field])}`, en: `${en} ${beijingTime(about[field])}` });

const CLOSED: Readonly<Record<string, Words>> = {
  confirmed: { zh: '诉求人确认解决，办结', en: 'Closed: the requester confirmed the solution' },
  on_the_spot: { zh: '当场解决，办结', en: 'Closed: solved on the spot' },
  exception: { zh: '经上级同意，办结', en: 'Closed by an exception approved above' },
};

/** One sentence about each event. */
export const eventText: { readonly [N in EventName]: Say } = {
  RequestSubmitted: plain('诉求已提交', 'The request was submitted'),
  RequestSupplemented: plain('诉求人补充了内容', 'The requester added to it'),
  RequestWithdrawn: plain('诉求人撤回', 'The requester withdrew it'),
  SolutionConfirmed: ({ rating }) => ({
    zh: `诉求人确认解决，评价 ${rating} 分`,
    en: `The requester confirms it is solved, rating ${rating} of 5`,
  }),
  SolutionDisputed: plain('诉求人认为没有解决', 'The requester says it is not solved'),
  ClosingExceptionRequested: byCode('申请特殊办结', 'An exceptional closing is asked for'),
  ClosingExceptionDecided: decided(
    'approved',
    { zh: '同意特殊办结', en: 'The exceptional closing is approved' },
    { zh: '不同意特殊办结', en: 'The exceptional closing is refused' },
  ),
  RequestClosed: ({ how }) => named(CLOSED, how),
  RequestAnonymised: plain('诉求已匿名化', 'The request was anonymised'),
  TriageQueued: plain('等待人工分类', 'Waits for people to classify it'),
  RequestTriaged: triaged,
  RequestDeclined: ({ redirect }) => ({ zh: `不予受理：${redirect.zh}`, en: `Declined: ${redirect.en}` }),
  RequestAssigned: assigned,
  AssignmentAccepted: plain('经办人已签收', 'The officer accepted it'),
  WorkProgressed: plain('经办人报告进展', 'The officer reports progress'),
  OpinionGiven: ({ form }) => ({
    zh: `${named(FORMS, form).zh}书面办理意见`,
    en: `Written opinion of the ${named(FORMS, form).en}`,
  }),
  HelpAsked: byCode('本级办不了，请求上级', 'Cannot be solved here; help is asked'),
  RequestResolved: plain(
    '经办人提交办理结果，请诉求人确认',
    'The officer says it is solved; the requester is asked',
  ),
  AssignmentReturned: byCode('申请退单', 'The office asks to return it'),
  ReturnDecided: decided(
    'accepted',
    { zh: '同意退单', en: 'The return is accepted' },
    { zh: '不同意退单', en: 'The return is refused' },
  ),
  EscalationIgnored: plain('升级未生效，事项已变动', 'The escalation came too late and changed nothing'),
  AssignmentEnded: plain('派单随诉求结束', 'The assignment ended with the request'),
  DeadlinesSet: deadlinesSet,
  DeadlineWarned: aboutDeadline('临近', 'is near, due'),
  DeadlinePassed: aboutDeadline('已逾期', 'has passed, was due'),
  EscalationRaised: escalated,
  ExtensionRequested: untilDate('until', '申请延期至', 'An extension is asked until'),
  ExtensionDecided: (about) => ({
    zh: `${about['granted'] === true ? '同意' : '不同意'}延期，期限 ${beijingTime(about['until'])}`,
    en: `The extension is ${about['granted'] === true ? 'granted' : 'refused'}; due ${beijingTime(about['until'])}`,
  }),
  RequestPaused: untilDate('until', '挂账至', 'Paused until'),
  RequestResumed: plain('恢复办理', 'The clock runs again'),
  SupervisionOpened: untilDate('replyBy', '督办，要求回复于', 'Supervised; a reply is wanted by'),
  SupervisionAnswered: plain('承办单位回复督办', 'The holder replied to the supervision'),
  NoticesSettled: plain('通知已送达', 'The notices have been delivered'),
  NoticeUndeliverable: plain(
    '通知未能送达，转人工告知',
    'A notice could not be delivered; a person shall tell',
  ),
};
