import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { existsSync } from 'node:fs';

const PING_MS = 1_500;

/**
 * Address of a Docker engine that answers, or undefined. Asked by hand before testcontainers is loaded: loading it takes
 * longer than starting the embedded database.
 */
export async function findDockerEngine(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const hosts = env['DOCKER_HOST']
    ? [env['DOCKER_HOST']]
    : usualSockets(env)
        .filter(existsSync)
        .map((path) => `unix://${path}`);
  for (const host of hosts) if (await pings(host)) return host;
  return undefined;
}

function usualSockets(env: NodeJS.ProcessEnv): string[] {
  const home = env['HOME'] || homedir();
  const runtime = env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    ...(runtime ? [join(runtime, 'docker.sock')] : []),
    join(home, '.docker', 'run', 'docker.sock'),
    join(home, '.docker', 'desktop', 'docker.sock'),
  ];
}

function pings(host: string): Promise<boolean> {
  const address = addressOf(host);
  if (!address) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ping = request({ ...address, path: '/_ping', timeout: PING_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy());
    ping.once('error', () => resolve(false));
    ping.end();
  });
}

// An engine behind TLS answers a plain request with 400 or not at all; testcontainers' own settings are needed for it.
function addressOf(host: string): { socketPath: string } | { hostname: string; port: string } | undefined {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  if (!URL.canParse(host)) return undefined;
  const { hostname, port } = new URL(host);
  return { hostname, port: port || '2375' };
}
