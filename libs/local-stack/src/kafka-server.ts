import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataFolder } from './data-folder.js';
import { freePort } from './free-port.js';
import { launch, runToEnd, type GuardedProcess } from './guarded-process.js';
import { kafkaBecomesReady } from './kafka-ready.js';
import { javaOptions, kafkaProperties } from './kafka-settings.js';
import { logLength, logSince, logTail } from './log-tail.js';
import type { KafkaHandle } from './stack.js';
import type { Watchdog } from './watchdog.js';

const GRACE_MS = 20_000;
const RESTART_MS = 60_000;
const PORT_TRIES = 5;
const PORT_TAKEN = /Address already in use|BindException/;

export interface KafkaServer extends KafkaHandle {
  readonly broker: string;
  stop(): Promise<void>;
}

/** A Kafka broker on a free port of 127.0.0.1, ready for clients. Throws with the tail of its log. */
export async function startKafka(
  folder: DataFolder,
  java: string,
  jars: string,
  watchdog: Watchdog,
  moreJavaOptions: readonly string[] = [],
): Promise<KafkaServer> {
  const home = join(folder.path, 'kafka');
  const logDir = join(home, 'log');
  const properties = join(home, 'server.properties');
  const logFile = join(folder.path, 'kafka.log');
  const options = [...javaOptions(join(home, 'tmp')), ...moreJavaOptions];
  mkdirSync(join(home, 'tmp'), { recursive: true });
  let port = 0;
  let running: GuardedProcess | undefined;

  for (let attempt = 1; !(await bootOnFreePort()); attempt += 1) {
    if (attempt === PORT_TRIES || !PORT_TAKEN.test(logTail(logFile))) throw new Error(failure());
  }

  return {
    get pid() {
      return running?.pid ?? 0;
    },
    port,
    logFile,
    broker: `127.0.0.1:${port}`,
    pause: () => running?.signal('SIGSTOP'),
    resume: () => running?.signal('SIGCONT'),
    kill: async () => running?.end('SIGKILL', GRACE_MS),
    restart,
    stop: async () => running?.end(folder.kept ? 'SIGTERM' : 'SIGKILL', GRACE_MS),
  };

  async function bootOnFreePort(): Promise<boolean> {
    port = await freePort();
    writeFileSync(properties, kafkaProperties(port, await freePort(), logDir));
    await format();
    return boot();
  }

  // The mark is written last, so that an interrupted format is done again.
  async function format(): Promise<void> {
    const mark = join(home, 'formatted');
    if (existsSync(mark)) return;
    rmSync(logDir, { recursive: true, force: true });
    // A leading hyphen would be read as an option.
    const clusterId = `L${randomBytes(16).toString('base64url').slice(1)}`;
    await runToEnd(
      'kafka format',
      javaRun('kafka.tools.StorageTool', ['format', '-t', clusterId, '-c', properties]),
    );
    writeFileSync(mark, '');
  }

  async function boot(): Promise<boolean> {
    running = launch(javaRun('kafka.Kafka', [properties]));
    return kafkaBecomesReady(running, port);
  }

  async function restart(): Promise<void> {
    await running?.end('SIGTERM', GRACE_MS);
    const deadline = Date.now() + RESTART_MS;
    for (let from = logLength(logFile); !(await boot()); from = logLength(logFile)) {
      if (!PORT_TAKEN.test(logSince(logFile, from)) || Date.now() > deadline) throw new Error(failure());
      await sleep(100);
    }
  }

  function javaRun(main: string, args: string[]) {
    const endWith = folder.kept ? 'TERM' : 'KILL';
    return {
      command: java,
      args: [...options, '-cp', join(jars, '*'), main, ...args],
      cwd: home,
      logFile,
      watchdog,
      endWith,
    };
  }

  function failure(): string {
    return `Kafka 没有启动 / Kafka did not start\n${logTail(logFile)}`;
  }
}
