import { randomFillSync } from 'node:crypto';

const POOL = 4_096;
const pool = Buffer.allocUnsafe(POOL);
let next = POOL;

/** As `crypto.randomBytes`, drawn 4 KiB at a time: a call of the system for each nonce would cost five times as much. */
export function randomBytes(size: number): Buffer {
  if (size > POOL) throw new RangeError(`at most ${POOL} bytes at a time`);
  if (next + size > POOL) {
    randomFillSync(pool);
    next = 0;
  }
  const drawn = Buffer.from(pool.subarray(next, next + size));
  // What was given away is nowhere else.
  pool.fill(0, next, next + size);
  next += size;
  return drawn;
}
