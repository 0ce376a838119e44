import type { Pool } from 'pg';
import { toOffsetTime } from '#chassis/time.js';
import type { Reason } from '#contracts/parts.js';
import type { Names, Words } from '../domain/event-text.js';
import { ruleText } from '../domain/rule-text.js';

export interface MoveAnswer {
  readonly id: number;
  readonly number: string;
  readonly jurisdiction: string;
  readonly fromLevel: string | null;
  readonly toLevel: string | null;
  readonly cause: string;
  readonly reason: Words;
  /** RFC 3339 with offset. */
  readonly at: string;
}

interface Row {
  readonly id: string;
  readonly number: string;
  readonly jurisdiction: string;
  readonly from_level: string | null;
  readonly to_level: string | null;
  readonly cause: string;
  readonly reason: Reason;
  readonly at: Date;
}

/** A row may become visible this long after one with a higher id: ids are handed out before the commit. */
const OVERLAP_MS = 5_000;

/** Follows the moves as they are committed, each told once. */
export class Moves {
  #told = new Map<number, number>();
  #floor = 0;

  constructor(
    private readonly pool: Pool,
    private readonly namesOf: (jurisdiction: string) => Names,
  ) {}

  /** The last moves, oldest first; what follows is told by `fresh`. */
  async latest(count: number): Promise<MoveAnswer[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'ledger.moves-latest',
      text: 'select id, number, jurisdiction, from_level, to_level, cause, reason, at from ledger.move order by id desc limit $1',
      values: [count],
    });
    return rows.reverse().map((row) => this.#answer(row));
  }

  /** From here on only what is newer is told. */
  async skip(): Promise<void> {
    const { rows } = await this.pool.query<{ id: string | null }>('select max(id) as id from ledger.move');
    this.#floor = Number(rows[0]?.id ?? 0);
    this.#told = new Map();
  }

  async fresh(limit = 200): Promise<MoveAnswer[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'ledger.moves-fresh',
      text: `select id, number, jurisdiction, from_level, to_level, cause, reason, at from ledger.move
             where id > $1 and id <> all($2::bigint[]) order by id limit $3`,
      values: [this.#floor, [...this.#told.keys()], limit],
    });
    const now = Date.now();
    for (const { id } of rows) this.#told.set(Number(id), now);
    for (const [id, toldAt] of this.#told)
      if (now - toldAt > OVERLAP_MS) {
        this.#floor = Math.max(this.#floor, id);
        this.#told.delete(id);
      }
    return rows.map((row) => this.#answer(row));
  }

  #answer(row: Row): MoveAnswer {
    return {
      id: Number(row.id),
      number: row.number,
      jurisdiction: row.jurisdiction,
      fromLevel: row.from_level,
      toLevel: row.to_level,
      cause: row.cause,
      reason: ruleText(row.reason, this.namesOf(row.jurisdiction)),
      at: toOffsetTime(row.at),
    };
  }
}
