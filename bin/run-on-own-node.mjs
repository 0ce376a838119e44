import { constants } from 'node:os';
import { killGroup } from './kill-group.mjs';
import { ownNode } from './paths.mjs';
import { spawnGuarded } from './spawn-guarded.mjs';

// One Ctrl-C reaches this process up to twice: from the terminal and again from npm, which passes on what it got.
const SAME_KEYPRESS_MS = 700;

/**
 * Runs a script on Node 24 and resolves with its exit code (128 + n after signal n). The child leads a process group of its
 * own, so it hears of Ctrl-C only from here: once per key press. The third press kills the whole group.
 */
export function runOnOwnNode(script, args, flags = []) {
  const child = spawnGuarded(ownNode, ['--enable-source-maps', ...flags], script, args, { detached: true });
  let presses = 0;
  let last = 0;
  const forward = (signal) => {
    if (Date.now() - last < SAME_KEYPRESS_MS) return;
    last = Date.now();
    presses += 1;
    if (presses < 3) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    else killGroup(child.pid, 'SIGKILL');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => forward(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      // Whoever of the group outlives its leader has nobody left to stop it.
      killGroup(child.pid, 'SIGKILL');
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
