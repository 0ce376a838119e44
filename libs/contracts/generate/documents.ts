import { readFileSync } from 'node:fs';
import { chain } from '#contracts/chain.js';
import { asyncapi } from './asyncapi.js';
import { putBetweenMarkers } from './between-markers.js';
import { chainDiagram } from './chain-diagram.js';
import { eventIndex } from './event-index.js';
import { eventPage } from './event-page.js';
import { jsonSchemaOf } from './json-schema.js';

/** Every document made from the contracts: path from the repository's root → text. */
export function documents(): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { event } of chain) {
    texts.set(`docs/events/schemas/${event}.v1.json`, `${JSON.stringify(jsonSchemaOf(event), null, 2)}\n`);
    texts.set(`docs/events/${event}.md`, eventPage(event));
  }
  texts.set('docs/asyncapi.yaml', asyncapi());
  texts.set('docs/events/README.md', filled('docs/events/README.md', 'events', eventIndex()));
  const diagram = `\`\`\`mermaid\n${chainDiagram()}\n\`\`\``;
  texts.set('docs/ARCHITECTURE.md', filled('docs/ARCHITECTURE.md', 'chain', diagram));
  return texts;
}

const filled = (file: string, name: string, text: string): string =>
  putBetweenMarkers(readFileSync(file, 'utf8'), name, text);
