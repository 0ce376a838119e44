import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames } from '#chassis/config.js';
import { derivedRolePassword, roleUrl } from '#chassis/migrate.js';
import { createIssuer } from '#chassis/mint-token.js';
import { freePort } from '#local-stack/free-port.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import type { Jurisdiction } from '#profile/model.js';
import type { Claims } from './claims.js';
import type { FirstClock } from './first-clock.js';
import { prepareStores } from './prepare-stores.js';
import { ServiceProcess } from './service-process.js';

export interface SystemOptions {
  /** Administrator's URL of a database that exists; schemas and roles are made in it. */
  readonly databaseUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly jurisdictions: readonly Jurisdiction[];
  /** How the clock stands when the services begin. */
  readonly clock: FirstClock;
  /** Port of the gateway; the others are found free. */
  readonly gatewayPort?: number;
  /** Before the topics' names, so that several systems share one broker. */
  readonly topicPrefix?: string;
  readonly partitions?: number;
  readonly profilesDir?: string;
  /** Logs and keys; a temporary folder that goes at stop when absent. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly onProgress?: (text: string) => void;
}

/** The seven services as processes of this machine, on the given PostgreSQL and Kafka. */
export interface System {
  readonly baseUrl: string;
  readonly services: Readonly<Record<ServiceName, ServiceProcess>>;
  readonly topicPrefix: string;
  readonly folder: string;
  readonly internalToken: string;
  mint(claims: Claims): Promise<string>;
  /** One more process of a service beside the first, on a port of its own; not started yet. */
  replica(name: ServiceName): Promise<ServiceProcess>;
  stop(): Promise<void>;
}

const ISSUER = 'https://liandong.local/demo';
const AUDIENCE = 'liandong';
const READY_WITHIN_MS = 90_000;

/** Migrates, makes the topics, starts the services and waits until the gateway says that all are ready. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'liandong-system-'));
  mkdirSync(folder, { recursive: true });
  const say = options.onProgress ?? (() => undefined);
  const topicPrefix = options.topicPrefix ?? '';
  const rolePassword = derivedRolePassword(options.databaseUrl);
  say('迁移数据库、建立主题 / migrating, creating topics');
  const [issuer] = await Promise.all([
    createIssuer({ issuer: ISSUER, audience: AUDIENCE }),
    prepareStores({ ...options, topicPrefix, rolePassword, partitions: options.partitions ?? 48 }),
  ]);
  const jwksFile = join(folder, 'jwks.json');
  writeFileSync(jwksFile, JSON.stringify(issuer.jwks));
  const internalToken = randomBytes(18).toString('base64url');
  const ports = await pickPorts(options.gatewayPort);
  const url = (name: ServiceName) => `http://127.0.0.1:${ports[name]}`;
  const shared = {
    HOST: '127.0.0.1',
    KAFKA_BROKERS: options.kafkaBrokers.join(','),
    TOPIC_PREFIX: topicPrefix,
    PARTITIONS: String(options.partitions ?? 48),
    PROFILES_DIR: options.profilesDir ?? join(repositoryRoot, 'profiles'),
    JURISDICTIONS: JSON.stringify(options.jurisdictions),
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_JWKS_FILE: jwksFile,
    SEAL_KEYS: sealKeys(folder),
    CLOCK: options.clock.mode === 'real' ? 'real' : 'virtual',
    INTERNAL_TOKEN: internalToken,
    LOG_LEVEL: 'info',
    DEMO: '1',
    // Loads and replays come from this machine with few tokens; strangers stay limited.
    RATE_LIMITS: 'address=6000,resident=0,staff=0,phone=0',
    ...Object.fromEntries(serviceNames.map((name) => [`${name.toUpperCase()}_URL`, url(name)])),
    ...options.env,
  };
  const processOf = (name: ServiceName, port: number, logName: string): ServiceProcess => {
    const databaseUrl = roleUrl(options.databaseUrl, name, rolePassword);
    const env = { ...shared, SERVICE_PORT: String(port), DATABASE_URL: databaseUrl };
    return new ServiceProcess(name, env, join(folder, `${logName}.log`), `http://127.0.0.1:${port}`);
  };
  const services = Object.fromEntries(
    serviceNames.map((name) => [name, processOf(name, ports[name], name)]),
  ) as Record<ServiceName, ServiceProcess>;
  const replicas: ServiceProcess[] = [];
  const system: System = {
    baseUrl: url('gateway'),
    services,
    topicPrefix,
    folder,
    internalToken,
    mint: (claims) => issuer.mint(claims),
    async replica(name) {
      const replica = processOf(name, await freePort(), `${name}-${replicas.length + 2}`);
      replicas.push(replica);
      return replica;
    },
    async stop() {
      await Promise.all([...Object.values(services), ...replicas].map((service) => service.stop()));
      if (!options.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
  say('启动七个服务 / starting the seven services');
  for (const name of serviceNames) services[name].start();
  try {
    await ready(system);
  } catch (error) {
    await system.stop();
    throw error;
  }
  return system;
}

// Kept data can only be read again with the key it was sealed with.
function sealKeys(folder: string): string {
  const file = join(folder, 'seal-keys');
  if (!existsSync(file)) writeFileSync(file, `k1:${randomBytes(32).toString('base64')}`, { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

async function pickPorts(gatewayPort: number | undefined): Promise<Record<ServiceName, number>> {
  const ports = {} as Record<ServiceName, number>;
  const taken = new Set<number>();
  for (const name of serviceNames) {
    let port = name === 'gateway' && gatewayPort ? gatewayPort : await freePort();
    while (taken.has(port)) port = await freePort();
    taken.add(port);
    ports[name] = port;
  }
  return ports;
}

async function ready(system: System): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  let last = '';
  while (Date.now() < until) {
    for (const service of Object.values(system.services))
      if (!service.running) throw new Error(`${service.name} ended while starting:\n${service.logTail()}`);
    try {
      const answer = await fetch(`${system.baseUrl}/readyz`, { signal: AbortSignal.timeout(5_000) });
      if (answer.ok) return;
      last = await answer.text();
    } catch (error) {
      last = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not ready within ${READY_WITHIN_MS / 1000} s: ${last}`);
}
