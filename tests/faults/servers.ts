import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Stack } from '#local-stack/stack.js';
import { startStack } from '#local-stack/start-stack.js';
import { TcpProxy } from './tcp-proxy.js';

export interface ServersOptions {
  /** Servers of its own, which can be stopped, killed and started again; otherwise those the environment names. */
  readonly ownServers?: boolean;
  /** The data of one on a file system of its own, in memory. */
  readonly smallDisk?: SmallDisk;
  /** The services reach both servers through proxies. */
  readonly proxied?: boolean;
}

export interface SmallDisk {
  readonly of: 'kafka' | 'postgres';
  readonly mb: number;
}

export interface Proxies {
  readonly kafka: TcpProxy;
  readonly postgres: TcpProxy;
}

/** PostgreSQL and Kafka as a row needs them. */
export interface Servers {
  /** Only with servers of its own. */
  readonly stack?: Stack;
  readonly proxies?: Proxies;
  readonly brokers: readonly string[];
  /** The same database as the services shall reach it. */
  through(databaseUrl: string): string;
  stop(): Promise<void>;
}

export async function startServers({ ownServers, smallDisk, proxied }: ServersOptions): Promise<Servers> {
  if (!ownServers)
    return {
      brokers: process.env['KAFKA_BROKERS']!.split(','),
      through: (url) => url,
      stop: async () => {},
    };
  const folder = smallDisk && mounted(smallDisk);
  const stack = await startStack({ how: 'embedded', durable: false, ...(folder ? { dataDir: folder } : {}) });
  const proxies = proxied ? await standBetween(stack) : undefined;
  return {
    stack,
    brokers: proxies ? [`127.0.0.1:${proxies.kafka.port}`] : stack.kafkaBrokers,
    through: (url) => (proxies ? withPort(url, proxies.postgres.port) : url),
    ...(proxies ? { proxies } : {}),
    stop: async () => {
      await stack.stop();
      await Promise.all([proxies?.kafka.stop(), proxies?.postgres.stop()]);
      if (folder) takeAway(folder, smallDisk);
    },
  };
}

/** A data folder in which the part of one server lies on a tmpfs. */
function mounted({ of, mb }: SmallDisk): string {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-small-disk-'));
  const mountPoint = join(folder, of);
  mkdirSync(mountPoint);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m,mode=755`, 'tmpfs', mountPoint]);
  return folder;
}

function takeAway(folder: string, { of }: SmallDisk): void {
  execFileSync('umount', ['-l', join(folder, of)]);
  rmSync(folder, { recursive: true, force: true });
}

/** Kafka tells its clients where to go on: it is told to name the proxy. */
async function standBetween(stack: Stack): Promise<Proxies> {
  const [kafka, postgres] = await Promise.all([
    TcpProxy.start(() => stack.kafka!.port),
    TcpProxy.start(() => stack.postgres!.port),
  ]);
  const file = join(dirname(stack.kafka!.logFile), 'kafka', 'server.properties');
  const named = readFileSync(file, 'utf8').replace(
    /^advertised\.listeners=.*$/m,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${kafka.port}`,
  );
  writeFileSync(file, named);
  await stack.kafka!.restart();
  return { kafka, postgres };
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
