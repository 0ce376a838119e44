import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '#chassis/config.js';
import { freePort } from '#local-stack/free-port.js';
import { ServiceProcess } from '#local-system/service-process.js';
import { waitUntil } from '#testing/wait-until.js';

export interface Alone {
  readonly url: string;
  readonly process: ServiceProcess;
  stop(): Promise<void>;
}

/** One service as a process of its own, beside or without the others; alive when it resolves. @param env over the least it needs */
export async function startAlone(name: ServiceName, env: Readonly<Record<string, string>>): Promise<Alone> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-alone-`));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const least = {
    SERVICE_PORT: String(port),
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
    KAFKA_BROKERS: '127.0.0.1:1',
    PROFILES_DIR: 'profiles',
    JURISDICTIONS: '[]',
    AUTH_ISSUER: 'https://issuer.liandong.invalid',
    AUTH_AUDIENCE: 'liandong',
    SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    INTERNAL_TOKEN: randomBytes(18).toString('base64url'),
    LOG_LEVEL: 'info',
  };
  const service = new ServiceProcess(name, { ...least, ...env }, join(folder, 'log'), url);
  const stop = async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  service.start();
  try {
    await waitUntil(
      async () => {
        if (!service.running) throw new Error(`${name} ended:\n${service.logTail()}`);
        return (await fetch(`${url}/livez`)).ok;
      },
      { what: `${name} to live` },
    );
  } catch (error) {
    const tail = service.logTail();
    await stop();
    throw new Error(`${(error as Error).message}\n${tail}`, { cause: error });
  }
  return { url, process: service, stop };
}
