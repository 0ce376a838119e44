import { spawn } from 'node:child_process';

const PIPE = 3;
const guard = new URL('./parent-guard.mjs', import.meta.url).href;

// kafkajs 2.2.4 asks for a timer in the past on each connection; Node 24 corrects it and would say so.
const quiet = ['--disable-warning=TimeoutNegativeWarning', '--disable-warning=ExperimentalWarning'];

/** Starts a script on the given Node, with this process's input and output; it ends with this process (parent-guard.mjs). */
export function spawnGuarded(node, nodeOptions, script, args, options = {}) {
  return spawn(node, [...quiet, ...nodeOptions, '--import', guard, script, ...args], {
    ...options,
    env: { ...process.env, ...options.env, LIANDONG_PARENT_PIPE: String(PIPE) },
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
}
