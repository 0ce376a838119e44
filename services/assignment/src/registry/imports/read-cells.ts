import { fault, type Fault } from '../registry-rules.js';
import type { Cells } from './import-kind.js';

/** The first fault of several checks; each answers null where it finds none. */
export const firstFault = (...checks: (() => Fault | null)[]): Fault | null => {
  for (const check of checks) {
    const found = check();
    if (found) return found;
  }
  return null;
};

export const must =
  (cells: Cells, field: string, pattern: RegExp, zh: string, en: string) => (): Fault | null =>
    cells[field] ? (pattern.test(cells[field]) ? null : fault(field, 'format', zh, en)) : required(field);

export const mustBeText = (cells: Cells, field: string, most: number) => (): Fault | null => {
  const text = cells[field] ?? '';
  if (text === '') return required(field);
  return text.length > most
    ? fault(field, 'maxLength', `最多 ${most} 个字符`, `at most ${most} characters`)
    : null;
};

export const mustExist =
  (cells: Cells, field: string, among: { has(code: string): boolean }) => (): Fault | null =>
    among.has(cells[field] ?? '')
      ? null
      : fault(field, 'exists', `登记中没有 ${cells[field]}`, `the registry has no ${cells[field]}`);

const required = (field: string): Fault => fault(field, 'required', '必填', 'is required');

export const listOf = (cell: string | undefined): string[] =>
  (cell ?? '')
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter(Boolean);
