import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '#local-stack/repository-root.js';
import type { ServiceName } from '#chassis/config.js';
import { serviceEnvironment, serviceFlags } from './service-flags.js';

const TAIL_BYTES = 3_000;

const inDist = (path: string): string => join(repositoryRoot, 'dist', path);
const preloads = ['end-with-parent.js', 'own-source-maps.js'].flatMap((file) => [
  '--import',
  inDist(`libs/local-system/src/${file}`),
]);

/** One service as a process of this machine; port and environment survive a restart. */
export class ServiceProcess {
  private child: ChildProcess | undefined;

  constructor(
    readonly name: ServiceName,
    private readonly env: Readonly<Record<string, string>>,
    readonly logFile: string,
    readonly url: string,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @param extra environment for this run only, e.g. another clock. */
  start(extra: Readonly<Record<string, string>> = {}): void {
    const log = openSync(this.logFile, 'a');
    this.child = spawn(
      process.execPath,
      [...serviceFlags, ...preloads, inDist(`services/${this.name}/src/main.js`)],
      {
        cwd: repositoryRoot,
        env: { ...baseEnvironment(), ...serviceEnvironment, ...this.env, ...extra },
        stdio: ['ignore', log, log, 'ipc'],
      },
    );
    this.child.on('error', () => undefined);
    closeSync(log);
  }

  /** Sends the signal and resolves when the process is gone. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.child;
    if (!child || !this.running) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    // Stopped processes do not hear SIGTERM.
    const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(force);
  }

  /** Arms a failpoint of the process, also of one that still starts, which must have LIANDONG_FAILPOINTS_ALLOWED=1 in its environment. */
  failAt(setting: string): void {
    this.child?.send(setting);
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  logTail(): string {
    return readFileSync(this.logFile, 'utf8').slice(-TAIL_BYTES);
  }
}

// What the surroundings set for the starter (DATABASE_URL of an administrator, …) is not for the services.
function baseEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TZ, NODE_EXTRA_CA_CERTS } = process.env;
  return Object.fromEntries(
    Object.entries({ PATH, HOME, LANG, TZ, NODE_EXTRA_CA_CERTS }).filter(([, v]) => v !== undefined),
  );
}
