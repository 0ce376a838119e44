import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Scene } from './scene.js';
import type { SmallDisk } from './servers.js';

const BLOCK = Buffer.alloc(1024 * 1024, 1);
const AGAIN_S = 0.3;

/** Keeps the small disk of a server full to its last byte for as long as faults strike; there is room again when it resolves, with the MB it took. */
export async function keepFull(
  scene: Scene,
  server: SmallDisk['of'],
  look: () => Promise<void> = async () => {},
): Promise<number> {
  const filler = join(dirname(scene[server].logFile), server, 'filler');
  const until = Date.now() + scene.seconds * 1000;
  let mb = fill(filler);
  while (Date.now() < until) {
    await look();
    await scene.pass(AGAIN_S);
    mb += fill(filler);
  }
  rmSync(filler);
  return mb;
}

/** Writes to its end until nothing more fits; MB. */
function fill(file: string): number {
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
