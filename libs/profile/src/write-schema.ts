// Writes profiles/profile.schema.json, by which editors complete profiles: node dist/libs/profile/src/write-schema.js
import { writeFileSync } from 'node:fs';
import { schemaText } from './schema-text.js';

writeFileSync('profiles/profile.schema.json', schemaText());
