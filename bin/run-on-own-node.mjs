import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ownNode } from './paths.mjs';

// One Ctrl-C reaches this process up to twice: from the terminal and again from npm, which passes on what it got.
const SAME_KEYPRESS_MS = 700;
const guard = new URL('./parent-guard.mjs', import.meta.url).href;

// kafkajs 2.2.4 asks for a timer in the past on each connection; Node 24 corrects it and would say so.
const nodeOptions = ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning', '--import', guard];

/**
 * Runs a script on Node 24 and resolves with its exit code (128 + n after signal n). The child leads a process group of its
 * own, so it hears of Ctrl-C only from here: once per key press. The third press kills the whole group.
 */
export function runOnOwnNode(script, args) {
  const child = spawn(ownNode, [...nodeOptions, script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  let presses = 0;
  let last = 0;
  const forward = (signal) => {
    if (Date.now() - last < SAME_KEYPRESS_MS) return;
    last = Date.now();
    presses += 1;
    if (presses < 3) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    else killGroup(child.pid);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => forward(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      killGroup(child.pid);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

// Whoever of the group outlives its leader has nobody left to stop it.
function killGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
