import { catalogue, type EventName } from '#contracts/catalogue.js';
import { linkOf } from '#contracts/chain.js';
import { eventWords } from './event-words.js';
import { exampleOf } from './example.js';
import { fieldsOf } from './fields.js';

/** docs/events/<Name>.md: what it means, who says it, who listens, its fields, an example. */
export function eventPage(event: EventName): string {
  const { name, meaning } = eventWords[event];
  const { writer, readers } = linkOf(event);
  const { headers, body } = exampleOf(event);
  const rows = fieldsOf(event).map(({ path, type, zh, en }) => `| \`${path}\` | ${type} | ${zh} | ${en} |`);
  return `# ${event} · ${name}

${meaning}
${catalogue[event].description}

| | |
|---|---|
| 类型 type | \`liandong.${event}.v1\` |
| 由谁写 writer | ${writer} |
| 由谁读 readers | ${[...readers, 'ledger'].join(', ')} |
| JSON Schema | [schemas/${event}.v1.json](schemas/${event}.v1.json) |

## 字段 Fields

除注明可为 null 者外均必填；不认识的字段不接受。
All are required; null only where the type says so; unknown fields are refused.

| 字段 field | 类型 type | 含义 | meaning |
|---|---|---|---|
${rows.join('\n')}

## 示例 Example

消息头 headers（键 key = \`${headers['ce_partitionkey']}\`）：

${json(headers)}

消息体 body：

${json(body)}

[全部事件 all events](README.md)
`;
}

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
