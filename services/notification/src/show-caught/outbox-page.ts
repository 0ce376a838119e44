import { createHash } from 'node:crypto';
import type { CaughtNotice } from './caught-notices.js';

const STYLE = `body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1d2733}
h1{font-size:1.4rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.45rem .6rem;border-bottom:1px solid #d8dee6}
th{font-weight:600;color:#52606d}td.when,td.number{white-space:nowrap;font-variant-numeric:tabular-nums}p{color:#52606d}`;

/** The page needs its own style and nothing else. */
export const OUTBOX_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`;

const RECIPIENTS: Readonly<Record<string, string>> = { resident: '居民 resident', handler: '经办人 handler' };

export function outboxPage(notices: readonly CaughtNotice[], number: string | null): string {
  const about = number === null ? '' : ` · ${escaped(number)}`;
  const rows = notices.toReversed().map(rowOf).join('\n');
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>联动 · 发出的通知</title><style>${STYLE}</style></head>
<body><h1>发出的通知 <small>Caught notices</small>${about}</h1>
<p>演示中短信不会真的发出，都在这里，最新的在前。Nothing is sent in the demo; it all lands here, newest first.</p>
<table><thead><tr><th>时间 at</th><th>编号 number</th><th>收件人 to</th><th>事由 purpose</th><th>内容 text</th></tr></thead>
<tbody>
${rows || '<tr><td colspan="5">还没有通知。Nothing yet.</td></tr>'}
</tbody></table></body></html>
`;
}

const rowOf = ({ at, number, recipient, to, purpose, text }: CaughtNotice): string => {
  const who = `${RECIPIENTS[recipient] ?? escaped(recipient)}<br>${escaped(to.name)} ${escaped(to.phone)}`;
  const when = escaped(at.slice(0, 19).replace('T', ' '));
  return `<tr><td class="when">${when}</td><td class="number">${escaped(number)}</td><td>${who}</td><td>${escaped(purpose)}</td><td>${escaped(text)}</td></tr>`;
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
