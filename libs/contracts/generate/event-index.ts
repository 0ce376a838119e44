import { catalogue } from '#contracts/catalogue.js';
import { chain } from '#contracts/chain.js';
import { eventWords } from './event-words.js';

/** The table of docs/events/README.md, in the order in which a request lives. */
export function eventIndex(): string {
  const rows = chain.map(({ event, writer, readers }) => {
    const { name, meaning } = eventWords[event];
    const { description } = catalogue[event];
    return `| [${event}](${event}.md) ${name} | ${writer} | ${readers.join(', ') || '—'} | ${meaning} ${description} |`;
  });
  return `| 事件 event | 由谁写 writer | 由谁读 readers (+ ledger) | 含义 meaning |\n|---|---|---|---|\n${rows.join('\n')}`;
}
