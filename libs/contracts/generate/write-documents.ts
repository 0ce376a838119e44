/**
 * Writes docs/events, docs/asyncapi.yaml and the diagram in docs/ARCHITECTURE.md anew. From the root:
 *
 *     npm run -s build && node dist/libs/contracts/generate/write-documents.js
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { documents } from './documents.js';

for (const [file, text] of documents()) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
