import { closeSync, openSync, writeSync } from 'node:fs';

const BLOCK = Buffer.alloc(1024 * 1024, 1);

/** Writes to the end of a file until nothing more fits on its disk; says how many MB. */
export function fill(file: string): number {
  const handle = openSync(file, 'a');
  let mb = 0;
  try {
    for (; ; mb += 1) writeSync(handle, BLOCK);
  } catch {
    return mb;
  } finally {
    closeSync(handle);
  }
}
