import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { kafkaClient } from '#eventlog/kafka-client.js';
import { type KafkaSecurity, readKafkaSecurity } from '#eventlog/kafka-security.js';
import { findCommand, findJava } from '#local-stack/find-command.js';
import { freePort } from '#local-stack/free-port.js';
import { launch, runToEnd } from '#local-stack/guarded-process.js';
import { cachedKafkaJars, fetchKafkaJars } from '#local-stack/kafka-jars.js';
import { javaOptions } from '#local-stack/kafka-settings.js';
import { logTail } from '#local-stack/log-tail.js';
import { startWatchdog } from '#local-stack/watchdog.js';
import { waitUntil } from '#testing/wait-until.js';

type Environment = Readonly<Record<string, string>>;
interface Compose {
  readonly services: Readonly<Record<string, { readonly environment: Environment }>>;
}

const read = (file: string): Compose => parse(readFileSync(file, 'utf8'), { merge: true }) as Compose;
const [base, secured] = [read('docker-compose.yml'), read('docker-compose.secured-kafka.yml')];
const withDefaults = (text: string): string => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

/** What both compose files together give a service, defaults filled in. */
export function environmentOf(service: string): Environment {
  const given = { ...base.services[service]?.environment, ...secured.services[service]?.environment };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, withDefaults(String(value))]),
  );
}

/** How `service` (or `prepare`, the administrator) logs in. */
export const loginOf = (service: string): KafkaSecurity => readKafkaSecurity(environmentOf(service), []);

export interface SecuredKafka {
  readonly brokers: readonly string[];
  stop(): Promise<void>;
}

/** A broker of this machine with the very settings that the compose files give theirs; only ports and folders are other ones. */
export async function startSecuredKafka(): Promise<SecuredKafka> {
  const java = findJava(process.env);
  const maven = findCommand('mvn', process.env);
  const jars =
    cachedKafkaJars(process.env) ?? (maven && (await fetchKafkaJars(maven, process.env, () => undefined)));
  if (!java || !jars) throw new Error('Java >= 17, and Maven or its cached jars, are needed');
  const folder = mkdtempSync(join(tmpdir(), 'secured-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const properties = join(folder, 'server.properties');
  const logFile = join(folder, 'kafka.log');
  mkdirSync(join(folder, 'tmp'));
  writeFileSync(properties, serverProperties(folder, port, controllerPort));
  const watchdog = startWatchdog();
  const javaRun = (main: string, args: string[]) => ({
    command: java,
    args: [...javaOptions(join(folder, 'tmp')), '-cp', join(jars, '*'), main, ...args],
    cwd: folder,
    logFile,
    watchdog,
    endWith: 'KILL',
  });
  await runToEnd(
    'kafka format',
    javaRun('kafka.tools.StorageTool', ['format', '-t', 'c2VjdXJlZGthZmthLS0tLQ', '-c', properties]),
  );
  const server = launch(javaRun('kafka.Kafka', [properties]));
  const brokers = [`127.0.0.1:${port}`];
  const stop = async () => {
    await server.end('SIGKILL', 10_000);
    await watchdog.dismiss();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntil(
      async () => {
        if (server.ended) throw new Error(logTail(logFile));
        return serves(brokers);
      },
      { what: 'the secured broker', everyMs: 200, timeoutMs: 90_000 },
    );
  } catch (error) {
    const tail = logTail(logFile);
    await stop();
    throw new Error(tail, { cause: error });
  }
  return { brokers, stop };
}

function serverProperties(folder: string, port: number, controllerPort: number): string {
  const given = Object.entries(environmentOf('kafka'))
    .filter(([name]) => name.startsWith('KAFKA_'))
    .map(([name, value]) => [propertyOf(name), value] as const);
  const here = {
    listeners: `SASL_PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `SASL_PLAINTEXT://127.0.0.1:${port}`,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'log.dirs': join(folder, 'log'),
    'offsets.topic.num.partitions': '4',
    'log.cleaner.dedupe.buffer.size': '4194304',
  };
  return Object.entries({ ...Object.fromEntries(given), ...here })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** As the broker's image makes properties of its environment. */
const propertyOf = (name: string): string =>
  name
    .slice('KAFKA_'.length)
    .toLowerCase()
    .replaceAll('___', '-')
    .replaceAll(/(?<!_)_(?!_)/g, '.')
    .replaceAll('__', '_');

async function serves(brokers: readonly string[]): Promise<boolean> {
  const admin = kafkaClient({ brokers, security: loginOf('prepare') }, 'secured-kafka', 0).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
