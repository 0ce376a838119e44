import { type CatalogueEntry, catalogue } from './problem-catalogue.js';

const HEAD = `# Errors · 错误代码

Every refusal is an RFC 9457 problem (\`application/problem+json\`) with one of these codes in \`code\`, the faults by field in
\`errors\`, facts in \`facts\` and the trace in \`traceId\`. Title and detail are Chinese or English by \`Accept-Language\`.
⏳: another service's event may still be on its way; the command waited 1.5 s for it before it was refused.

Generated from \`libs/chassis/src/problem-catalogue.ts\`: \`npm run build && node dist/libs/chassis/src/write-errors-page.js\`.

<!-- prettier-ignore-start -->
| code | status | 中文 | English | what to do · 怎么办 |
|---|---|---|---|---|
`;

/** The page about every code of the catalogue, in Markdown. */
export function errorsPage(): string {
  return (
    HEAD + Object.entries<CatalogueEntry>(catalogue).map(row).join('') + '<!-- prettier-ignore-end -->\n'
  );
}

function row([code, entry]: [string, CatalogueEntry]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const wait = entry.mayBeBehind ? ' ⏳' : '';
  return `| <a id="${code}"></a>\`${code}\`${wait} | ${entry.status} | ${cell(entry.zh)} | ${cell(entry.en)} | ${cell(entry.remedyEn)} ${cell(entry.remedyZh)} |\n`;
}
