import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

type Schema = Record<string, unknown>;
type Rule = Pick<ValidationMetadata, 'name' | 'constraints' | 'each'>;

/** JSON Schema keywords of one class-validator rule; rules without a counterpart say nothing. */
const KEYWORDS: Readonly<Record<string, (...constraints: any[]) => Schema>> = {
  isString: () => ({ type: 'string' }),
  isNotEmpty: () => ({ minLength: 1 }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object', additionalProperties: true }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isEmail: () => ({ type: 'string', format: 'email' }),
  isUrl: () => ({ type: 'string', format: 'uri' }),
  isIso8601: () => ({ type: 'string', format: 'date-time' }),
  isDateString: () => ({ type: 'string', format: 'date-time' }),
  isRfc3339: () => ({ type: 'string', format: 'date-time' }),
  isIn: (values: unknown[]) => ({ type: typeOfAll(values), enum: values }),
  isEnum: (entity: object) => ({ type: typeOfAll(Object.values(entity)), enum: Object.values(entity) }),
  min: (least: number) => ({ minimum: least }),
  max: (most: number) => ({ maximum: most }),
  minLength: (least: number) => ({ minLength: least }),
  maxLength: (most: number) => ({ maxLength: most }),
  isLength: (least: number, most?: number) => ({ minLength: least, ...(most ? { maxLength: most } : {}) }),
  matches: (pattern: RegExp) => ({
    type: 'string',
    ...(pattern.flags.includes('i') ? {} : { pattern: pattern.source }),
  }),
};

const LIST_KEYWORDS: Readonly<Record<string, (...constraints: any[]) => Schema>> = {
  arrayMinSize: (least: number) => ({ minItems: least }),
  arrayMaxSize: (most: number) => ({ maxItems: most }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayUnique: () => ({ uniqueItems: true }),
};

/** @param isList the property is a list of plain values: rules with `each` speak of its items */
export function schemaOfRules(rules: readonly Rule[], isList: boolean): Schema {
  const own: Schema = {};
  const items: Schema = {};
  for (const { name, constraints, each } of rules) {
    const keywords = (KEYWORDS[name ?? ''] ?? LIST_KEYWORDS[name ?? ''])?.(...(constraints ?? [])) ?? {};
    Object.assign(each ? items : own, keywords);
  }
  if (!isList) return own;
  return { ...own, type: 'array', items: Object.keys(items).length > 0 ? items : { type: 'string' } };
}

function typeOfAll(values: readonly unknown[]): string {
  const types = new Set(values.map((value) => typeof value));
  const [only] = types;
  return types.size === 1 && (only === 'number' || only === 'boolean') ? only : 'string';
}
