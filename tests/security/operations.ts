import fc from 'fast-check';
import { roles, type Role } from '#chassis/principal.js';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** One operation of the OpenAPI document, as far as these tests look at it. */
export interface Operation {
  /** `POST /v1/requests` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Who may call it, as `x-access` says. */
  readonly access: 'public' | readonly Role[];
  readonly parameters: readonly Parameter[];
  readonly body: { readonly type: string; readonly schema: Schema } | null;
  /** Of the answer in JSON, where there is one. */
  readonly answer: Schema | null;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

export interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly 'x-access'?: Operation['access'];
            readonly parameters?: readonly Parameter[];
            readonly requestBody?: Content;
            readonly responses: Readonly<Record<string, Content>>;
          }
        >
      >
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export function operationsOf({ paths }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const body = Object.entries(operation.requestBody?.content ?? {})[0];
      const taken = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1];
      const access = operation['x-access'];
      const name = `${method.toUpperCase()} ${path}`;
      if (access !== 'public' && !access?.every((role) => roles.includes(role)))
        throw new Error(`${name} does not say who may call it`);
      return {
        name,
        method: method.toUpperCase(),
        path,
        access,
        parameters: operation.parameters ?? [],
        body: body ? { type: body[0], schema: body[1].schema } : null,
        answer: taken?.content?.['application/json']?.schema ?? null,
      };
    }),
  );
}

export const takesJson = ({ body }: Operation): boolean => body?.type === 'application/json';

export function resolved(schema: Schema, { components }: OpenApi): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : components.schemas[name]!;
}

/** What no schema says: days that a calendar has, numbers that ring. */
const KNOWN: Readonly<Record<string, unknown>> = {
  phone: '13800138000',
  until: '2026-03-20T10:00:00+08:00',
  replyBy: '2026-03-20T10:00:00+08:00',
  heldOn: '2026-03-02',
  coverageFrom: '2027-01-01',
  coverageUntil: '2027-12-31',
  duration: 'PT8H',
};

/** A small valid value: required fields only, always the same. */
export function exampleOf(given: Schema, document: OpenApi, name = ''): unknown {
  const schema = resolved(given, document);
  if (name in KNOWN) return KNOWN[name];
  if (schema.enum) return schema.enum[0];
  const type = Array.isArray(schema.type) ? (schema.type as string[])[0] : schema.type;
  switch (type) {
    case 'object': {
      const one = schema.anyOf?.[0] ?? schema.oneOf?.[0];
      const needed = [...(schema.required ?? []), ...(one?.required ?? [])];
      return Object.fromEntries(
        needed.map((field) => [field, exampleOf(schema.properties?.[field] ?? {}, document, field)]),
      );
    }
    case 'array':
      return [];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    default:
      return textOf(schema);
  }
}

function textOf({ pattern, format }: Schema): string {
  if (format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  if (!pattern || pattern === '\\S') return '说明';
  return fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 1, seed: 1 })[0]!;
}
