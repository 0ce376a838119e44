import { writeFileSync } from 'node:fs';
import type { JournalEntry } from '../checker/journal.js';

/** What was answered 2xx, for the checker. */
export class JournalWriter {
  readonly entries: JournalEntry[] = [];

  get hasClock(): boolean {
    return this.entries.some(({ type }) => type === 'clock');
  }

  add(...entries: readonly JournalEntry[]): void {
    this.entries.push(...entries);
  }

  save(file: string): void {
    writeFileSync(file, this.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }
}
