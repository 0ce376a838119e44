import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { logTail } from './log-tail.js';
import type { Watchdog } from './watchdog.js';

export interface Launch {
  command: string;
  args: string[];
  cwd: string;
  logFile: string;
  watchdog: Watchdog;
  /** What the watchdog ends it with, without SIG. */
  endWith: string;
  env?: NodeJS.ProcessEnv;
  /** User and group to run as, when root. */
  uid?: number | undefined;
}

export interface GuardedProcess {
  readonly pid: number;
  readonly ended: boolean;
  /** Resolves with the exit code, or the signal's name. */
  readonly exit: Promise<number | NodeJS.Signals>;
  /** Sends the signal, SIGKILL after `graceMs`; resolves when the process is gone. */
  end(signal: NodeJS.Signals, graceMs: number): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

/**
 * Starts a process under the watchdog, in a group of its own: Ctrl-C in the terminal must not reach a database while the
 * services still finish their work. Its output goes to the log file, so that it does not end with our pipes.
 */
export function launch({ command, args, cwd, logFile, watchdog, endWith, env, uid }: Launch): GuardedProcess {
  const log = openSync(logFile, 'a');
  const owner = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(command, args, {
    cwd,
    detached: true,
    stdio: ['ignore', log, log],
    ...(env && { env }),
    ...owner,
  });
  closeSync(log);
  const { pid } = child;
  if (pid !== undefined) watchdog.watch(pid, endWith);
  const exit = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (pid !== undefined) watchdog.forget(pid);
      resolve(code ?? signal ?? -1);
    });
  });
  exit.catch(() => {});
  child.unref();
  return {
    pid: pid ?? 0,
    exit,
    end: (signal, graceMs) => end(child, exit, signal, graceMs),
    signal: (signal) => void child.kill(signal),
    get ended() {
      return hasEnded(child);
    },
  };
}

/** Runs a short program to its end; throws with the tail of its log if it fails. */
export async function runToEnd(what: string, given: Launch): Promise<void> {
  const running = launch(given);
  const keepAlive = setInterval(() => {}, 60_000);
  try {
    const code = await running.exit;
    if (code !== 0) throw new Error(`${what}: ${code}\n${logTail(given.logFile)}`);
  } finally {
    clearInterval(keepAlive);
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function end(
  child: ChildProcess,
  exit: Promise<unknown>,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  if (hasEnded(child)) return;
  child.ref();
  child.kill(signal);
  child.kill('SIGCONT'); // a paused process hears no other signal
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exit.catch(() => {});
  clearTimeout(timer);
}
