import type { EventName } from '#contracts/catalogue.js';
import { fieldWords } from './field-words.js';
import { type JsonSchema, jsonSchemaOf } from './json-schema.js';

export interface Field {
  /** `assignment.office.code`, `deadlines[].dueAt`. */
  readonly path: string;
  readonly type: string;
  readonly zh: string;
  readonly en: string;
}

/** Every field of a message, outer before inner. Throws on one that has no words, so that none goes undescribed. */
export const fieldsOf = (event: EventName): Field[] => fieldsIn(event, jsonSchemaOf(event), '');

function fieldsIn(event: EventName, schema: JsonSchema, within: string): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = within + name;
    const [zh, en] = wordsOf(event, path, name);
    const inner = solid(field);
    const below = inner.items
      ? fieldsIn(event, inner.items, `${path}[].`)
      : fieldsIn(event, inner, `${path}.`);
    return [{ path, type: typeOf(field), zh, en }, ...below];
  });
}

function wordsOf(event: EventName, path: string, name: string): readonly [string, string] {
  const words = fieldWords[`${event}.${path}`] ?? fieldWords[path] ?? fieldWords[name];
  if (!words) throw new Error(`${event}.${path} has no words: add them to field-words.ts`);
  return words;
}

// An object or array that may be null is described as itself.
const solid = (schema: JsonSchema): JsonSchema =>
  schema.anyOf?.find((one) => one.properties ?? one.items) ?? schema;

function typeOf(schema: JsonSchema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' \\| ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.items) return `array of ${typeOf(schema.items)}`;
  if (schema.patternProperties) return 'object (by name)';
  if (schema.minimum !== undefined && schema.maximum !== undefined)
    return `${schema.type} ${schema.minimum}–${schema.maximum}`;
  if (schema.minimum !== undefined) return `${schema.type} ≥ ${schema.minimum}`;
  return (
    schema.format ?? (schema.description?.toString().startsWith('RFC 3339') ? 'instant' : (schema.type ?? ''))
  );
}
