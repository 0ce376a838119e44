import { readFileSync, statSync } from 'node:fs';

const LINES = 15;

/** The last lines of a log file, for an error message. */
export function logTail(file: string): string {
  const lines = logSince(file, 0).trimEnd().split('\n').slice(-LINES);
  return `${file}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** Bytes written so far. */
export function logLength(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** What was written after the first `length` bytes. */
export function logSince(file: string, length: number): string {
  try {
    return readFileSync(file).subarray(length).toString('utf8');
  } catch {
    return '';
  }
}
