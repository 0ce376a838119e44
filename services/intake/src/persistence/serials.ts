import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';

const BLOCK = 100;

/**
 * Serials of tracking numbers, never given twice in a database. A hundred at a time are taken from its sequence, so that
 * submitting need not ask for each; those left over when the process ends are lost, which nobody minds.
 */
@Injectable()
export class Serials {
  #next = 0;
  #end = 0;
  #taking: Promise<void> | undefined;

  constructor(private readonly pool: Pool) {}

  async next(): Promise<number> {
    while (this.#next >= this.#end)
      await (this.#taking ??= this.#take().finally(() => (this.#taking = undefined)));
    return this.#next++;
  }

  async #take(): Promise<void> {
    const { rows } = await this.pool.query<{ block: string }>(
      `select nextval('intake.serial_block') as block`,
    );
    this.#next = Number(rows[0]!.block) * BLOCK + 1;
    this.#end = this.#next + BLOCK;
  }
}
