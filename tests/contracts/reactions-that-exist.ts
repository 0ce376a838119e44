import { globSync, readFileSync } from 'node:fs';
import type { EventName } from '#contracts/catalogue.js';

/** Service → the events its sources have a `@Reaction` to. Reads the text, so that no service is started for it. */
export function reactionsThatExist(): Map<string, Set<EventName>> {
  const found = new Map<string, Set<EventName>>();
  for (const file of globSync('services/*/src/**/*.ts')) {
    if (file.endsWith('.spec.ts')) continue;
    const service = file.split('/')[1]!;
    for (const [, event] of readFileSync(file, 'utf8').matchAll(/@Reaction\(\s*'(\w+)'/g))
      found.set(service, (found.get(service) ?? new Set()).add(event as EventName));
  }
  return found;
}
