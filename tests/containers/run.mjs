import { spawn } from 'node:child_process';

const TAIL_LINES = 40;
const GRACE_MS = 5_000;

/**
 * Runs a program to its end and resolves with its standard output, trimmed. `env` is added to this process's.
 * @throws Error with the tail of all it said when it ends badly, is aborted by `signal` or takes longer than `limitMs`
 */
export function run(program, args, { cwd, env, signal, limitMs = 600_000 } = {}) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let all = '';
  child.stdout.on('data', (text) => ((output += text), (all += text)));
  child.stderr.on('data', (text) => (all += text));
  let why = '';
  const end = (reason) => {
    why = reason;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  };
  const abort = () => end('interrupted');
  const limit = setTimeout(() => end(`longer than ${limitMs / 1000} s`), limitMs);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      if (code === 0 && !why) return resolve(output.trim());
      const tail = all.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
      reject(new Error(`${program} ${args.join(' ')}: ${why || (killedBy ?? code)}\n${tail}`));
    });
  }).finally(() => {
    clearTimeout(limit);
    signal?.removeEventListener('abort', abort);
  });
}
