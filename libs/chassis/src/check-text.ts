import type { FieldFault } from './problem.js';

const DEEPEST = 32;
const MOST_VALUES = 20_000;

const DEPTH = { zh: '嵌套太深', en: 'is nested too deeply' };
const MANY = { zh: '内容项太多', en: 'has too many values' };
const TEXT = { zh: '含有不可存储的字符', en: 'holds characters that cannot be stored' };

/**
 * What no field's own rule looks at: depth (the transformer recurses), and text PostgreSQL refuses (NUL, half a surrogate pair).
 * @returns the first fault, or null
 */
export function faultOfValue(value: unknown): FieldFault | null {
  const waiting: { value: unknown; pointer: string; depth: number }[] = [{ value, pointer: '', depth: 0 }];
  for (let seen = 0, next = waiting.pop(); next; next = waiting.pop(), seen += 1) {
    const { pointer, depth } = next;
    if (seen > MOST_VALUES) return { pointer: '', detail: MANY, rule: 'size' };
    if (typeof next.value === 'string' && !isStorable(next.value))
      return { pointer, detail: TEXT, rule: 'text' };
    if (next.value === null || typeof next.value !== 'object') continue;
    if (depth >= DEEPEST) return { pointer: pointer.slice(0, 200), detail: DEPTH, rule: 'depth' };
    for (const [key, inner] of Object.entries(next.value)) {
      if (!isStorable(key)) return { pointer, detail: TEXT, rule: 'text' };
      waiting.push({ value: inner, pointer: `${pointer}/${escaped(key)}`, depth: depth + 1 });
    }
  }
  return null;
}

export const isStorable = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

/** One step of a JSON pointer (RFC 6901); an unknown field's name may be as long as a body. */
export const escaped = (key: string): string => key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
