import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder, type DataFolder } from './data-folder.js';
import { findCommand, findJava } from './find-command.js';
import { cachedKafkaJars, fetchKafkaJars, KAFKA_VERSION } from './kafka-jars.js';
import { startKafka } from './kafka-server.js';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { startPostgres } from './postgres-server.js';
import { StackUnavailable } from './stack-unavailable.js';
import type { Stack, StackOptions } from './stack.js';
import { startWatchdog, type Watchdog } from './watchdog.js';

const JAVA_TOO_OLD = /UnsupportedClassVersionError|Unrecognized VM option/;

/** PostgreSQL and Kafka as processes of this machine. `reasons` says why nothing before it was possible. */
export async function startEmbeddedStack(options: StackOptions, reasons: string[] = []): Promise<Stack> {
  const watchdog = startWatchdog();
  let folder: DataFolder | undefined;
  try {
    const parts = findParts(options.env ?? process.env, watchdog, reasons);
    folder = await openDataFolder(options.dataDir, watchdog);
    return await startParts(parts, folder, watchdog, options);
  } catch (error) {
    await watchdog.clearAway();
    folder?.close();
    throw JAVA_TOO_OLD.test((error as Error).message)
      ? new StackUnavailable([...reasons, 'Java 版本低于 17 / this Java is older than 17'])
      : error;
  }
}

/** Whether a kept folder holds what processes of this machine wrote. */
export function holdsEmbeddedData(dataDir: string): boolean {
  return existsSync(join(dataDir, 'postgres', 'data'));
}

interface Parts {
  binaries: PostgresBinaries;
  java: string;
  jars: string | undefined;
  maven: string | undefined;
}

function findParts(env: NodeJS.ProcessEnv, watchdog: Watchdog, reasons: string[]): Parts {
  const binaries = findPostgresBinaries(watchdog);
  const java = findJava(env);
  const maven = findCommand('mvn', env);
  const jars = cachedKafkaJars(env);
  const missing = [
    ...(binaries
      ? []
      : [`没有这个平台的 PostgreSQL / no PostgreSQL for ${process.platform}-${process.arch}`]),
    ...(java ? [] : ['找不到 java(PATH、JAVA_HOME) / java was not found (PATH, JAVA_HOME)']),
    ...(jars || maven ? [] : ['找不到 mvn(PATH) / mvn was not found (PATH)']),
  ];
  if (!binaries || !java || missing.length > 0) throw new StackUnavailable([...reasons, ...missing]);
  return { binaries, java, jars, maven };
}

async function startParts(
  parts: Parts,
  folder: DataFolder,
  watchdog: Watchdog,
  options: StackOptions,
): Promise<Stack> {
  const { env = process.env, onProgress = () => {}, log = () => {} } = options;
  const jars = parts.jars ?? (await fetchKafkaJars(parts.maven!, env, onProgress));
  onProgress(
    `正在启动 PostgreSQL 18 和 Kafka ${KAFKA_VERSION}… / starting PostgreSQL 18 and Kafka ${KAFKA_VERSION} …`,
  );
  const started = Date.now();
  const [postgres, kafka] = await both(
    startPostgres(folder, parts.binaries, watchdog, options),
    startKafka(folder, parts.java, jars, watchdog, options.kafkaJavaOptions),
  );
  log(`${folder.path}: PostgreSQL ${postgres.port}, Kafka ${kafka.port}, ${Date.now() - started} ms`);
  let stopping: Promise<void> | undefined;
  const stopAll = async () => {
    await both(postgres.stop(), kafka.stop());
    parts.binaries.close();
    folder.close();
    await watchdog.dismiss();
  };
  return {
    how: 'embedded',
    databaseUrl: postgres.url,
    kafkaBrokers: [kafka.broker],
    postgres,
    kafka,
    stop: () => (stopping ??= stopAll()),
  };
}

/** Waits for both even if one fails: the other must not go on starting things after the clearing away. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}
