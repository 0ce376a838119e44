import { catalogue, type EventName } from '#contracts/catalogue.js';

/** As far as the messages use it. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** The message as plain JSON Schema, without what only TypeBox and this repository know. */
export function jsonSchemaOf(event: EventName): JsonSchema {
  const { writer: _, ...schema } = JSON.parse(JSON.stringify(catalogue[event])) as JsonSchema;
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema };
}
