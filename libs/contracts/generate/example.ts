import { readFileSync } from 'node:fs';
import type { EventName } from '#contracts/catalogue.js';

/** A record as it stands on the topic: headers in CloudEvents' binary mode, body as JSON. Its key is `ce_partitionkey`. */
export interface Example {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export const exampleFile = (event: EventName): string => `libs/contracts/examples/${event}.v1.json`;

/** The committed example; read from the repository's root. */
export const exampleOf = (event: EventName): Example =>
  JSON.parse(readFileSync(exampleFile(event), 'utf8')) as Example;
