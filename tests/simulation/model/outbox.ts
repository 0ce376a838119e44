import type { LogRecord } from './log.js';

export interface OutboxRow {
  /** From a sequence, handed out when the row is inserted, not when it is committed. */
  readonly id: number;
  readonly record: LogRecord;
}

/** The committed rows that are not known to be on the log, in the order of their ids. */
export class Outbox {
  private rows: OutboxRow[] = [];
  private lastId = 0;

  get size(): number {
    return this.rows.length;
  }

  nextId(): number {
    return (this.lastId += 1);
  }

  /** A commit makes its rows visible: maybe below ids that were visible before. */
  commit(rows: readonly OutboxRow[]): void {
    if (rows.length === 0) return;
    const behind = this.rows.length > 0 && this.rows[this.rows.length - 1]!.id > rows[0]!.id;
    this.rows.push(...rows);
    if (behind) this.rows.sort((a, b) => a.id - b.id);
  }

  /** The oldest that are there: `order by id limit n`, as OutboxStore claims them. */
  claim(limit: number): OutboxRow[] {
    return this.rows.slice(0, limit);
  }

  remove(rows: readonly OutboxRow[]): void {
    const gone = new Set(rows);
    this.rows = this.rows.filter((row) => !gone.has(row));
  }
}
