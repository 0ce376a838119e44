import type { Share, Summary } from './summarise.js';

const percent = ({ count, of }: Share): string =>
  `${count}/${of} (${of === 0 ? '-' : ((100 * count) / of).toFixed(1)}%)`;
const days = (n: number | null): string => (n === null ? '-' : `${n} d`);
const listed = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ') || '-';

const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, n) => sum + n, 0);

const CUT = {
  stopped:
    '未放完:中途停止,以下只是已放部分 / not to the end: stopped on the way, the figures are of what was played',
  failed:
    '未放完:中途出错,以下只是已放部分 / not to the end: failed on the way, the figures are of what was played',
};

/** The report as plain text, Chinese first. */
export function reportText(s: Summary): string {
  const lines = [
    '重放报告 / replay report',
    `来信 messages            ${s.messages}/${s.inRecord}  (${s.firstAt} … ${s.lastAt})`,
    ...(s.cut ? [CUT[s.cut]] : []),
    `用时 wall time           ${s.wallSeconds} s, ${s.requestsPerSecond} 件/s requests a second, ${s.steps} steps`,
    `待人工分类 queued        ${percent(s.queuedForPeople)}`,
    `不受理并指路 declined    ${percent(s.declined)}`,
    `上升 climbed             ${percent(s.climbed)}`,
    `  到哪一级 to level      ${listed(s.climbsByTarget)}`,
    `  为什么 why             ${listed(s.climbsByCause)}`,
    '  何时 when              月 month: 件 climbs (为什么 why)',
    ...Object.entries(s.climbsByMonth).map(
      ([month, causes]) => `    ${month}              ${total(causes)} (${listed(causes)})`,
    ),
    '各级 by level            件 holdings / 逾期未办 late to solve / 逾期未接 late to accept / 时长 hold p50 / p90',
    ...s.levels.map(
      (l) =>
        `  ${l.level.padEnd(22)} ${l.holdings} / ${l.late} / ${l.acceptedLate} / ${days(l.holdDaysP50)} / ${days(l.holdDaysP90)}`,
    ),
    `三率 three rates         答复 answered ${percent(s.answered)} · 解决 solved ${percent(s.solved)} · 满意 satisfied ${percent(s.satisfied)}`,
    `仍未办结 still open      ${s.stillOpen}`,
  ];
  if (s.replied)
    lines.push(
      `实际答复 real answers    ${s.replied.messages} 件, p50 ${days(s.replied.answerDaysP50)}, p90 ${days(s.replied.answerDaysP90)}`,
      `更早到上级 higher desk   ${percent(s.replied.higherDeskFirst)} 早 earlier by p50 ${days(s.replied.daysEarlierP50)}, p90 ${days(s.replied.daysEarlierP90)}`,
      ...s.replied.reached.map(
        (r) =>
          `  ${r.level.padEnd(22)} ${r.count}, 早 earlier by p50 ${days(r.daysEarlierP50)}, p90 ${days(r.daysEarlierP90)}`,
      ),
    );
  return lines.join('\n') + '\n';
}
