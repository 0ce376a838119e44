import { readDuration } from '#working-time/read-duration.js';
import { officeHoursFaults } from '#working-time/office-hours.js';
import type { Finding } from './fault.js';
import type { Profile } from './model.js';
import { PLACEHOLDERS } from './placeholders.js';

/** What fits the schema and still makes no sense: unknown ids, unreadable durations, levels out of order. */
export function senseFindings(profile: Profile): Finding[] {
  return [
    ...durations(profile),
    ...repeated(profile),
    ...levelsInOrder(profile),
    ...unknownLevels(profile),
    ...unknownCategories(profile),
    ...unknownChannels(profile),
    ...placeholders(profile),
    ...untoldRecipients(profile),
    ...officeHours(profile),
  ];
}

const finding = (path: string, zh: string, en: string, hint: string): Finding => ({ path, zh, en, hint });

function durations(profile: Profile): Finding[] {
  const texts: [string, string][] = [
    ['/triage/queue/within', profile.triage.queue.within],
    ['/returns/within/ask', profile.returns.within.ask],
    ['/returns/within/decide', profile.returns.within.decide],
    ['/extension/longest', profile.extension.longest],
    ['/extension/decideWithin', profile.extension.decideWithin],
    ['/pause/longest', profile.pause.longest],
    ['/supervision/replyWithin', profile.supervision.replyWithin],
    ['/closing/followUp/within', profile.closing.followUp.within],
  ];
  if (profile.beyond) texts.push(['/beyond/reply/within', profile.beyond.reply.within]);
  profile.levels.forEach(({ deadlines }, i) => {
    for (const kind of ['accept', 'resolve'] as const)
      for (const [severity, text] of Object.entries(deadlines[kind]?.within ?? {}))
        texts.push([`/levels/${i}/deadlines/${kind}/within/${severity}`, text]);
    if (deadlines.warn) texts.push([`/levels/${i}/deadlines/warn/before`, deadlines.warn.before]);
  });
  return texts.flatMap(([path, text]) => {
    const read = readDuration(text);
    return 'fault' in read
      ? [finding(path, '看不懂这个时限', read.fault, '例如 / e.g. "5 working days from next day"')]
      : [];
  });
}

function repeated(profile: Profile): Finding[] {
  const lists: [string, readonly string[]][] = [
    ['/levels', [...profile.levels.map((l) => l.id), ...(profile.beyond ? [profile.beyond.id] : [])]],
    ['/channels', profile.channels.map((c) => c.id)],
    ['/categories', profile.categories.map((c) => c.id)],
    ['/triage/rules', profile.triage.rules.map((r) => r.id)],
    ['/triage/decline', profile.triage.decline.map((r) => r.id)],
    ['/gates', profile.gates.map((g) => g.id)],
    ['/help/reasons', profile.help.reasons.map((r) => r.code)],
    ['/returns/reasons', profile.returns.reasons.map((r) => r.code)],
    ['/pause/reasons', profile.pause.reasons.map((r) => r.code)],
    ['/closing/exceptionReasons', profile.closing.exceptionReasons.map((r) => r.code)],
  ];
  return lists.flatMap(([path, ids]) =>
    ids.flatMap((id, i) =>
      ids.indexOf(id) < i
        ? [finding(`${path}/${i}`, `重复的 id ${id}`, `id ${id} stands twice`, '改名 / rename one of them')]
        : [],
    ),
  );
}

function levelsInOrder({ levels }: Profile): Finding[] {
  return levels.flatMap((level, i) =>
    i > 0 && level.codeLength >= levels[i - 1]!.codeLength
      ? [
          finding(
            `/levels/${i}/codeLength`,
            '上一级的区划代码应更短',
            'a higher level has shorter area codes',
            'levels 由低到高排列 / levels stand lowest first',
          ),
        ]
      : [],
  );
}

function unknownLevels(profile: Profile): Finding[] {
  const known = profile.levels.map((l) => l.id);
  const named: [string, string | undefined][] = [
    ['/triage/entryLevel', profile.triage.entryLevel],
    ['/triage/queue/fallback/entryLevel', profile.triage.queue.fallback.entryLevel],
    ...profile.triage.rules.map((r, i): [string, string | undefined] => [
      `/triage/rules/${i}/then/entryLevel`,
      r.then.entryLevel,
    ]),
    ...profile.closing.onTheSpotLevels.map((l, i): [string, string] => [`/closing/onTheSpotLevels/${i}`, l]),
    ...profile.gates.flatMap((g, i) =>
      (g.levels ?? []).map((l, j): [string, string] => [`/gates/${i}/levels/${j}`, l]),
    ),
  ];
  // An opinion may also be owed on the rung beyond.
  const beyond = profile.beyond ? [profile.beyond.id] : [];
  return named.flatMap(([path, id]) => {
    const allowed = path.startsWith('/gates') ? [...known, ...beyond] : known;
    return id !== undefined && !allowed.includes(id)
      ? [finding(path, `没有这一级 ${id}`, `no such level ${id}`, `应为其一 / one of: ${allowed.join(', ')}`)]
      : [];
  });
}

function unknownCategories(profile: Profile): Finding[] {
  const known = profile.categories.map((c) => c.id);
  const named: [string, string | undefined][] = [
    ['/triage/queue/fallback/category', profile.triage.queue.fallback.category],
    ...profile.triage.rules.map((r, i): [string, string | undefined] => [
      `/triage/rules/${i}/then/category`,
      r.then.category,
    ]),
    ...[...profile.triage.rules.entries()].flatMap(([i, r]) =>
      (r.when.category ?? []).map((c, j): [string, string] => [`/triage/rules/${i}/when/category/${j}`, c]),
    ),
  ];
  return named.flatMap(([path, id]) =>
    id !== undefined && !known.includes(id)
      ? [
          finding(
            path,
            `没有这一类 ${id}`,
            `no such category ${id}`,
            `应为其一 / one of: ${known.join(', ')}`,
          ),
        ]
      : [],
  );
}

function unknownChannels(profile: Profile): Finding[] {
  const known = profile.channels.map((c) => c.id);
  return [...profile.triage.rules.entries()].flatMap(([i, rule]) =>
    (rule.when.channel ?? []).flatMap((id, j) =>
      known.includes(id)
        ? []
        : [
            finding(
              `/triage/rules/${i}/when/channel/${j}`,
              `没有这个渠道 ${id}`,
              `no such channel ${id}`,
              `应为其一 / one of: ${known.join(', ')}`,
            ),
          ],
    ),
  );
}

function placeholders({ notices }: Profile): Finding[] {
  return notices.flatMap((notice, i) =>
    Object.entries(notice.text).flatMap(([recipient, words]) =>
      Object.entries(words).flatMap(([language, text]) =>
        [...text.matchAll(/\{(\w+)\}/g)]
          .filter(([, name]) => !(PLACEHOLDERS as readonly string[]).includes(name!))
          .map(([whole]) =>
            finding(
              `/notices/${i}/text/${recipient}/${language}`,
              `没有这个占位符 ${whole}`,
              `no such placeholder ${whole}`,
              `可用 / known: ${PLACEHOLDERS.map((p) => `{${p}}`).join(' ')}`,
            ),
          ),
      ),
    ),
  );
}

function untoldRecipients({ notices }: Profile): Finding[] {
  return notices.flatMap((notice, i) =>
    notice.to
      .filter((recipient) => !notice.text[recipient])
      .map((recipient) =>
        finding(
          `/notices/${i}/text`,
          `没有给 ${recipient} 的文字`,
          `no words for ${recipient}`,
          `写上 text.${recipient} / add it`,
        ),
      ),
  );
}

function officeHours(profile: Profile): Finding[] {
  if (!profile.officeHours) return [];
  return officeHoursFaults(profile.officeHours as Parameters<typeof officeHoursFaults>[0]).map((fault) =>
    finding('/officeHours', '办公时间有误', String(fault), '例如 / e.g. {from: "09:00", to: "12:00"}'),
  );
}
