/** Two clocks that differ by less say the same: the processes of one machine must not be pulled apart by how quickly each was told. */
const THE_SAME_MS = 250;
const A_JUMP_MS = 1_000;
/** At each reading: much more than a crystal drifts, and no jump. */
const STEP_MS = 5;

/**
 * Real time that cannot be set by mistake: it goes on by the processor's own clock, whatever becomes of the machine's date.
 * At the start the database is believed, since its clock is everybody's; later a jump only where two of three tell it: the
 * database, the machine's date, and this one.
 */
export class RealTime {
  #base = performance.timeOrigin;
  #agreed = false;

  /** Epoch ms. */
  now(): number {
    return Math.floor(this.#base + performance.now());
  }

  /** @param told what the database has just said, epoch ms */
  agree(told: number, machine = Date.now()): void {
    const apart = told - this.now();
    const first = !this.#agreed;
    this.#agreed = true;
    if (Math.abs(apart) < THE_SAME_MS) return;
    if (!first && Math.abs(apart) < A_JUMP_MS) this.#base += Math.sign(apart) * STEP_MS;
    else if (first || Math.abs(told - machine) < A_JUMP_MS) this.#base += apart;
  }
}
