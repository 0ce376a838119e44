import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KAFKA_VERSION } from './kafka-jars.js';
import { asVariables, brokerSettings } from './kafka-settings.js';
import { asArguments, postgresSettings } from './postgres-settings.js';
import type { Stack, StackOptions } from './stack.js';

const POSTGRES_IMAGE = 'postgres:18-alpine';
const KAFKA_IMAGE = `apache/kafka:${KAFKA_VERSION}`;
const KAFKA_PORT = 9092;
const START_MS = 180_000;
const GRACE_MS = 20_000;
const STARTER = '/tmp/liandong-start.sh';

/** PostgreSQL and Kafka in containers, which Testcontainers' reaper removes should this process be killed. */
export async function startDockerStack(options: StackOptions): Promise<Stack> {
  const { onProgress = () => {} } = options;
  onProgress(`正在用 Docker 启动 ${POSTGRES_IMAGE} 和 ${KAFKA_IMAGE}… / starting them with Docker …`);
  const settled = await Promise.allSettled([startPostgresContainer(options), startKafkaContainer(options)]);
  const [postgres, kafka] = settled;
  if (postgres.status === 'rejected' || kafka.status === 'rejected') {
    await Promise.allSettled(
      settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.stop()] : [])),
    );
    throw settled.find((each) => each.status === 'rejected')!.reason;
  }
  let stopping: Promise<void> | undefined;
  // Containers of data nobody needs are killed; kept data gets its orderly end.
  const timeout = options.dataDir ? GRACE_MS : 0;
  const stopAll = async () =>
    void (await Promise.all([postgres.value.stop({ timeout }), kafka.value.stop({ timeout })]));
  return {
    how: 'docker',
    databaseUrl: postgres.value.getConnectionUri(),
    kafkaBrokers: [`${kafka.value.getHost()}:${kafka.value.getMappedPort(KAFKA_PORT)}`],
    stop: () => (stopping ??= stopAll()),
  };
}

async function startPostgresContainer(options: StackOptions) {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = new PostgreSqlContainer(POSTGRES_IMAGE)
    .withDatabase('liandong')
    .withUsername('liandong')
    .withEnvironment({ POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C' })
    .withCommand(['postgres', ...asArguments(postgresSettings(options))])
    .withStartupTimeout(START_MS);
  if (options.dataDir) container.withBindMounts([mount(options.dataDir, 'postgres', '/var/lib/postgresql')]);
  return container.start();
}

// The broker must tell its clients the port Docker gave it, which is known only once the container runs: the entry point
// waits for a script that is written then.
async function startKafkaContainer(options: StackOptions) {
  const { GenericContainer, Wait } = await import('testcontainers');
  const wait = `while [ ! -x ${STARTER} ]; do sleep 0.05; done; exec ${STARTER}`;
  const container = new GenericContainer(KAFKA_IMAGE)
    .withExposedPorts(KAFKA_PORT)
    .withEntrypoint(['sh', '-c', wait])
    .withWaitStrategy(Wait.forSuccessfulCommand('true'))
    .withStartupTimeout(START_MS);
  if (options.dataDir) container.withBindMounts([mount(options.dataDir, 'kafka', '/var/lib/kafka/data')]);
  const started = await container.start();
  try {
    const advertised = `${started.getHost()}:${started.getMappedPort(KAFKA_PORT)}`;
    await started.copyContentToContainer([
      { target: STARTER, mode: 0o755, content: starterScript(advertised) },
    ]);
    await untilKafkaRuns(await started.logs());
    return started;
  } catch (error) {
    await started.stop();
    throw error;
  }
}

function starterScript(advertised: string): string {
  const settings: Record<string, string | number> = {
    KAFKA_NODE_ID: 1,
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_LISTENERS: `PLAINTEXT://:${KAFKA_PORT},BROKER://:9095,CONTROLLER://:9094`,
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${advertised},BROKER://localhost:9095`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'BROKER',
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9094',
    KAFKA_LOG_DIRS: '/var/lib/kafka/data',
    ...asVariables(brokerSettings),
  };
  const exports = Object.entries(settings).map(([name, value]) => `export ${name}='${value}'`);
  return ['#!/bin/bash', ...exports, 'exec /etc/kafka/docker/run', ''].join('\n');
}

function untilKafkaRuns(log: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${KAFKA_IMAGE}: ${START_MS} ms`)), START_MS);
    const end = (error?: Error) => {
      clearTimeout(timer);
      (log as NodeJS.ReadableStream & { destroy?: () => void }).destroy?.();
      if (error) reject(error);
      else resolve();
    };
    let seen = '';
    log.on('data', (chunk: Buffer) => {
      seen = (seen + String(chunk)).slice(-4_000);
      if (/Kafka Server started/.test(seen)) end();
    });
    log.on('end', () => end(new Error(`${KAFKA_IMAGE}: ${seen.trimEnd().split('\n').at(-1)}`)));
  });
}

/** Whether a kept folder holds what containers wrote. */
export function holdsDockerData(dataDir: string): boolean {
  return existsSync(join(dataDir, 'docker-postgres'));
}

// The images write as users of their own, whom this folder does not know.
function mount(dataDir: string, name: string, target: string) {
  const source = join(resolve(dataDir), `docker-${name}`);
  mkdirSync(source, { recursive: true });
  chmodSync(source, 0o777);
  return { source, target };
}
