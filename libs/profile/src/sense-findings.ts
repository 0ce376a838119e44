import { officeHoursFaults } from '#working-time/office-hours.js';
import { readDuration } from '#working-time/read-duration.js';
import type { Finding } from './fault.js';
import { noticeFindings } from './notice-findings.js';
import { placesAt, textsAt } from './places.js';
import { referenceFindings } from './reference-findings.js';

/**
 * What makes no sense whatever its shape: unreadable durations, ids that stand twice, unknown ids, levels out of order,
 * notices that cannot be sent. Takes any value, since a misspelt field in one corner shall not hide these in another.
 */
export function senseFindings(value: unknown): Finding[] {
  return [
    ...DURATIONS.flatMap((pattern) => unreadable(value, pattern)),
    ...ID_LISTS.flatMap((pattern) => standingTwice(value, pattern)),
    ...levelsInOrder(value),
    ...topWithoutExit(value),
    ...leadWithoutWords(value),
    ...officeHours(value),
    ...referenceFindings(value),
    ...noticeFindings(value),
  ];
}

const DURATIONS = [
  'levels/*/deadlines/*/within/*',
  'levels/*/deadlines/warn/before',
  'beyond/reply/within',
  'triage/queue/within',
  'returns/within/*',
  'extension/longest',
  'extension/decideWithin',
  'pause/longest',
  'supervision/replyWithin',
  'closing/followUp/within',
];

/** Each list's ids are told apart within it. */
const ID_LISTS = [
  'levels/*/id',
  'channels/*/id',
  'categories/*/id',
  'triage/rules/*/id',
  'triage/decline/*/id',
  'gates/*/id',
  'help/reasons/*/code',
  'returns/reasons/*/code',
  'pause/reasons/*/code',
  'closing/exceptionReasons/*/code',
];

const unreadable = (profile: unknown, pattern: string): Finding[] =>
  textsAt(profile, pattern).flatMap(({ path, value }) => {
    const read = readDuration(value);
    return 'fault' in read
      ? [
          {
            path,
            zh: '看不懂这个时限',
            en: read.fault,
            hint: '例如 / e.g. "5 working days from next day"',
          },
        ]
      : [];
  });

function standingTwice(profile: unknown, pattern: string): Finding[] {
  const ids = textsAt(profile, pattern);
  // The rung beyond is a rung among the levels.
  if (pattern === 'levels/*/id') ids.push(...textsAt(profile, 'beyond/id'));
  return ids
    .filter(({ value }, i) => ids.findIndex((other) => other.value === value) < i)
    .map(({ path, value }) => ({
      path,
      zh: `重复的 id ${value}`,
      en: `id ${value} stands twice`,
      hint: '改名 / rename one of them',
    }));
}

function levelsInOrder(profile: unknown): Finding[] {
  const lengths = placesAt(profile, 'levels/*/codeLength');
  return lengths
    .filter(({ value }, i) => i > 0 && Number(value) >= Number(lengths[i - 1]!.value))
    .map(({ path }) => ({
      path,
      zh: '上一级的区划代码应更短',
      en: 'a higher level has shorter area codes',
      hint: 'levels 由低到高排列 / levels stand lowest first',
    }));
}

/** A climb needs somewhere to go. */
function topWithoutExit(profile: unknown): Finding[] {
  if (placesAt(profile, 'beyond/id').length > 0) return [];
  const top = placesAt(profile, 'levels/*').at(-1);
  return textsAt(top?.value, 'deadlines/*/onExpiry')
    .filter(({ value }) => value === 'climb')
    .map(({ path }) => ({
      path: `${top!.path}${path}`,
      zh: '最高一级之上没有去处',
      en: 'nobody is above the top level',
      hint: '写上 beyond,或改为 report / add beyond, or say report',
    }));
}

const leadWithoutWords = (profile: unknown): Finding[] =>
  ['triage/rules/*/when', 'triage/decline/*/when'].flatMap((pattern) =>
    placesAt(profile, pattern)
      .filter(({ value }) => placesAt(value, 'lead').length > 0 && placesAt(value, 'words').length === 0)
      .map(({ path }) => ({
        path: `${path}/lead`,
        zh: '没有 words,lead 无从说起',
        en: 'lead says where words count, and there are none',
        hint: '写上 words 或删去 lead / add words, or remove lead',
      })),
  );

function officeHours(profile: unknown): Finding[] {
  const [hours] = placesAt(profile, 'officeHours');
  const readable =
    textsAt(profile, 'officeHours/*/from').length + textsAt(profile, 'officeHours/*/to').length;
  if (!Array.isArray(hours?.value) || readable !== 2 * hours.value.length) return [];
  return officeHoursFaults(hours.value as Parameters<typeof officeHoursFaults>[0]).map((fault) => ({
    path: '/officeHours',
    zh: '办公时间有误',
    en: String(fault),
    hint: '例如 / e.g. {from: "09:00", to: "12:00"}',
  }));
}
