import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { schemaOfRules } from './schema-of-rules.js';

type Class = new () => object;

const KNOWN = 'swagger/apiModelProperties';

/**
 * Tells Swagger what class-validator already knows, so that a DTO is written once: what is refused at the door is what the
 * OpenAPI document says. Properties that carry `@ApiProperty` of their own are left alone.
 */
export function describeDtos(): void {
  const all = (getMetadataStorage() as unknown as { validationMetadatas: Map<Class, ValidationMetadata[]> })
    .validationMetadatas;
  for (const [target, rules] of all)
    for (const [name, own] of Map.groupBy(rules, (rule) => rule.propertyName)) describe(target, name, own);
}

function describe(target: Class, name: string, rules: readonly ValidationMetadata[]): void {
  const prototype = target.prototype as object;
  if (Reflect.hasMetadata(KNOWN, prototype, name)) return;
  const optional = rules.some((rule) => rule.type === 'conditionalValidation');
  const nested = rules.some((rule) => rule.type === 'nestedValidation');
  const isArray =
    Reflect.getMetadata('design:type', prototype, name) === Array ||
    rules.some((rule) => rule.each || rule.name === 'isArray');
  const type = nested ? nestedType(target, name, isArray) : undefined;
  const schema = schemaOfRules(rules, isArray && !type);
  // What `isObject` says of any object would loosen what the class says.
  if (type) delete schema['additionalProperties'];
  const options = type ? { ...schema, type, isArray } : { type: 'string', ...schema };
  ApiProperty({ ...options, required: !optional } as ApiPropertyOptions)(prototype, name);
}

function nestedType(target: Class, name: string, isArray: boolean): Class | undefined {
  const declared = defaultMetadataStorage.findTypeMetadata(target, name)?.typeFunction?.() as
    Class | undefined;
  if (declared) return declared;
  const type = Reflect.getMetadata('design:type', target.prototype as object, name) as Class | undefined;
  return isArray ? undefined : type;
}
