import { reportText } from './report-text.js';
import type { Summary } from './summarise.js';

const BAR = { height: 22, gap: 8, left: 150, width: 420 };

/** The report as one HTML page with charts; no script, nothing from elsewhere. */
export function reportPage(s: Summary): string {
  const charts = [
    chart('上升到哪一级 / climbs by target level', Object.entries(s.climbsByTarget)),
    chart('为什么上升 / climbs by cause', Object.entries(s.climbsByCause)),
    chart(
      '各级逾期未办 / late to solve, by level',
      s.levels.map((l) => [l.level, l.late]),
    ),
    chart(
      '各级持有时长 p90(天)/ hold time p90, days',
      s.levels.map((l) => [l.level, l.holdDaysP90 ?? 0]),
    ),
    chart(
      '各月上升 / climbs by month',
      Object.entries(s.climbsByMonth).map(([month, causes]) => [
        month,
        Object.values(causes).reduce((sum, n) => sum + n, 0),
      ]),
    ),
    ...(s.replied
      ? [
          chart(
            '比实际答复早到(中位,天)/ days on that desk before the real answer, p50',
            s.replied.reached.map((r) => [r.level, r.daysEarlierP50 ?? 0]),
          ),
        ]
      : []),
    chart(
      '三率(%)/ the three rates, per cent',
      (
        [
          ['答复 answered', s.answered],
          ['解决 solved', s.solved],
          ['满意 satisfied', s.satisfied],
        ] as const
      ).map(([name, share]) => [name, share.of === 0 ? 0 : Math.round((1000 * share.count) / share.of) / 10]),
    ),
  ];
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>联动重放报告 / Liandong replay report</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1d2733}
pre{background:#f4f6f8;padding:1rem;overflow:auto}section{display:inline-block;vertical-align:top;margin:0 1.5rem 1.5rem 0}
h2{font-size:1rem}text{font:13px system-ui,sans-serif;fill:#1d2733}rect{fill:#2f7d6b}</style></head>
<body><h1>联动重放报告 / Liandong replay report</h1>
<pre>${escape(reportText(s))}</pre>
${charts.join('\n')}
</body></html>
`;
}

function chart(title: string, bars: readonly (readonly [string, number])[]): string {
  const most = Math.max(1, ...bars.map(([, n]) => n));
  const rows = bars.map(([name, n], i) => {
    const y = i * (BAR.height + BAR.gap);
    const width = (n / most) * (BAR.width - BAR.left - 60);
    return `<text x="${BAR.left - 8}" y="${y + 16}" text-anchor="end">${escape(name)}</text><rect x="${BAR.left}" y="${y}" width="${width.toFixed(1)}" height="${BAR.height}" rx="3"/><text x="${(BAR.left + width + 6).toFixed(1)}" y="${y + 16}">${n}</text>`;
  });
  const height = bars.length * (BAR.height + BAR.gap);
  return `<section><h2>${escape(title)}</h2><svg width="${BAR.width}" height="${height}" role="img" aria-label="${escape(title)}">${rows.join('')}</svg></section>`;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
