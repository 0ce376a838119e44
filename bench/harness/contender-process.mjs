import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ownNode } from '../../bin/paths.mjs';
import { CpuOfOthers } from './cpu-of-others.mjs';

const main = fileURLToPath(new URL('./contender-main.mjs', import.meta.url));
const guard = new URL('../../bin/parent-guard.mjs', import.meta.url).href;
const QUIET = ['--disable-warning=TimeoutNegativeWarning', '--disable-warning=ExperimentalWarning'];
const PARENT_PIPE = 3;

/**
 * One contender, once, in a process tree of its own. Resolves with `{ metrics, otherCpu }`; rejects if it failed or its work was
 * wrong. `job`: `{ module, options, size, folder, round, profile }`, see contender-main.mjs.
 */
export function runContender(job) {
  const child = spawn(ownNode, [...QUIET, '--expose-gc', '--import', guard, main], {
    env: { ...process.env, LIANDONG_PARENT_PIPE: String(PARENT_PIPE) },
    stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'ipc'],
    // JSON would make null of a time that did not end.
    serialization: 'advanced',
  });
  const others = new CpuOfOthers(child.pid);
  let answer;
  child.on('message', (message) => (answer = message));
  child.send(job);
  const pass = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM']) process.off(name, pass);
      const otherCpu = others.stop();
      if (answer?.metrics) resolve({ metrics: answer.metrics, otherCpu });
      else reject(new Error(answer?.error ?? `the contender ended: ${signal ?? code}`));
    });
  });
}
