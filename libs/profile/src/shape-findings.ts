import { TypeCompiler, type ValueError } from '@sinclair/typebox/compiler';
import { Kind } from '@sinclair/typebox';
import type { Finding } from './fault.js';
import { Profile } from './model.js';

const compiled = TypeCompiler.Compile(Profile);

/** What does not fit the schema; nothing when the value is a profile in shape. */
export function shapeFindings(value: unknown): Finding[] {
  const findings = new Map<string, Finding>();
  // One fault a place: the first says most, the rest are its consequences.
  for (const error of compiled.Errors(value))
    if (!findings.has(error.path)) findings.set(error.path, findingOf(error));
  return [...findings.values()];
}

function findingOf(error: ValueError): Finding {
  const field = error.path.split('/').at(-1);
  if (/unexpected property/i.test(error.message))
    return {
      path: error.path,
      zh: `没有这个字段 ${field}`,
      en: `no such field ${field}`,
      hint: '检查拼写或删去它 / check the spelling, or remove it',
    };
  if (/required property/i.test(error.message))
    return { path: error.path, zh: `缺少字段 ${field}`, en: `missing field ${field}`, hint: hintOf(error) };
  return { path: error.path, zh: '值不合要求', en: error.message, hint: hintOf(error) };
}

function hintOf({ schema }: ValueError): string {
  const literals = (schema.anyOf as { const?: unknown }[] | undefined)
    ?.map((s) => s.const)
    .filter((c) => c !== undefined);
  if (literals?.length) return `应为其一 / one of: ${literals.join(', ')}`;
  if (schema.pattern) return `应符合 / must match ${schema.pattern}`;
  return schema.description ?? `应为 / expected: ${schema[Kind]}`;
}
