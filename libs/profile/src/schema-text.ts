import { Profile } from './model.js';

/** The JSON Schema of profiles, as it is committed. */
export const schemaText = (): string =>
  `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...Profile }, null, 2)}\n`;
